import type { RegexNode, SetMember } from '@/lib/regex/syntax';

/**
 * Which characters can stand at one side of a place: only those of a word, only others (or the text's end),
 * either, or nothing of the pattern at all (then anything of the text can).
 */
export type Edge = 'word' | 'other' | 'either' | 'nothing';

/** What the node puts at its first or last place, and whether it can be empty there. */
type NodeEdge = { edge: Edge; nullable: boolean };

/** What stands next to a place: the nodes' own edge, and beyond them `outer`. Nodes are listed from the place on. */
export function edgeOf(nodes: readonly RegexNode[], side: 'first' | 'last', outer: Edge): Edge {
  let edge: Edge | undefined;
  for (const node of nodes) {
    const found = nodeEdge(node, side);
    if (found.edge !== 'nothing') edge = edge === undefined ? found.edge : joined(edge, found.edge);
    if (!found.nullable) return edge ?? 'either';
  }
  return edge === undefined ? outer : joined(edge, outer);
}

function joined(a: Edge, b: Edge): Edge {
  return a === b ? a : 'either';
}

function nodeEdge(node: RegexNode, side: 'first' | 'last'): NodeEdge {
  switch (node.type) {
    case 'character':
      return { edge: isWord(node.code) ? 'word' : 'other', nullable: false };
    case 'any':
      return { edge: 'either', nullable: false };
    case 'set':
      return { edge: setEdge(node.negated, node.members), nullable: false };
    case 'group':
      return nodeEdge(node.body, side);
    case 'sequence': {
      const items = side === 'first' ? node.items : node.items.toReversed();
      return {
        edge: edgeOf(items, side, 'nothing'),
        nullable: items.every((item) => nodeEdge(item, side).nullable),
      };
    }
    case 'choice': {
      const edges = node.branches.map((branch) => nodeEdge(branch, side));
      const told = edges.map(({ edge }) => edge).filter((edge) => edge !== 'nothing');
      return {
        edge: told.length === 0 ? 'nothing' : told.reduce<Edge>(joined, told[0] ?? 'nothing'),
        nullable: edges.some(({ nullable }) => nullable),
      };
    }
    case 'repeat': {
      const body = nodeEdge(node.body, side);
      return { edge: node.max === 0 ? 'nothing' : body.edge, nullable: body.nullable || node.min === 0 };
    }
    case 'assertion':
      // Nothing of a word follows the end of a text or line, or comes before its start.
      return node.kind.endsWith(side === 'first' ? 'end' : 'start')
        ? { edge: 'other', nullable: false }
        : { edge: 'nothing', nullable: true };
    case 'look':
      return { edge: 'nothing', nullable: true };
    case 'reference':
    case 'atomic':
    case 'conditional':
      return { edge: 'either', nullable: true };
  }
}

function setEdge(negated: boolean, members: readonly SetMember[]): Edge {
  if (!negated) return members.map(memberEdge).reduce(joined);
  // [^\w…] holds no character of a word, [^\W…] holds nothing else.
  const words = members.find(
    (member) => member.type === 'category' && member.letter === 'w' && !member.ascii,
  );
  if (words?.type !== 'category') return 'either';
  return words.negated ? 'word' : 'other';
}

function memberEdge(member: SetMember): Edge {
  if (member.type === 'category') {
    if (member.letter === 's') return member.negated ? 'either' : 'other';
    if (!member.negated) return 'word';
    return member.letter === 'w' && !member.ascii ? 'other' : 'either';
  }
  if (member.to - member.from > 128) return 'either';
  let edge: Edge = isWord(member.from) ? 'word' : 'other';
  for (let code = member.from; code <= member.to; code++)
    edge = joined(edge, isWord(code) ? 'word' : 'other');
  return edge;
}

function isWord(code: number): boolean {
  return /[\p{L}\p{N}_]/u.test(String.fromCodePoint(code));
}
