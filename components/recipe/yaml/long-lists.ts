/** Lines from 1: `start` is the first line of the list's second item, `end` its last line. */
export type LongList = { start: number; end: number };

const fewestItems = 9;

/** All that can be folded: blocks by their indentation, and long lists behind their second item. */
export function findFolds(text: string): { start: number; end: number }[] {
  const lists = findLongLists(text);
  const listStarts = new Set(lists.map(({ start }) => start));
  const blocks: { start: number; end: number }[] = [];
  const open: { line: number; depth: number }[] = [];
  let lastText = 0;
  const close = (depth: number) => {
    for (let block = open.at(-1); block !== undefined && block.depth >= depth; block = open.at(-1)) {
      open.pop();
      if (lastText > block.line && !listStarts.has(block.line))
        blocks.push({ start: block.line, end: lastText });
    }
  };
  text.split('\n').forEach((content, index) => {
    const trimmed = content.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) return;
    const depth = content.length - trimmed.length;
    close(depth);
    open.push({ line: index + 1, depth });
    lastText = index + 1;
  });
  close(0);
  return [...lists, ...blocks].toSorted((a, b) => a.start - b.start || b.end - a.end);
}

/**
 * Finds lists of values that are too long to read past, so that they open folded: the first item stays
 * in sight, the others lie behind the second one's first line.
 */
export function findLongLists(text: string): LongList[] {
  const lines = text.split('\n');
  const lists: LongList[] = [];
  for (let at = 0; at < lines.length; at++) {
    const head = /^(\s*)(?:- )*(?:possible_values|combination_sampling|examples):\s*$/.exec(lines[at] ?? '');
    if (head === null) continue;
    const list = itemsBelow(lines, at + 1);
    const second = list.starts[1];
    if (list.starts.length < fewestItems || second === undefined) continue;
    lists.push({ start: second + 1, end: list.end });
    at = list.end - 1;
  }
  return lists;
}

/** `starts` are indices of lines from 0; `end` is a line number from 1, blank lines left out. */
function itemsBelow(lines: readonly string[], from: number) {
  const starts: number[] = [];
  let indent = -1;
  let end = from;
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    const depth = line.length - line.trimStart().length;
    const isItem = line.trimStart().startsWith('- ');
    if (indent === -1 && isItem) indent = depth;
    if (depth < indent || indent === -1 || (depth === indent && !isItem)) break;
    if (depth === indent) starts.push(at);
    end = at + 1;
  }
  return { starts, end };
}
