/**
 * Lines from 1: `start` stays in sight, those behind it up to `end` can be hidden. `hides` tells what they are
 * where that isn't just lines: "76 more values".
 */
export type Fold = { start: number; end: number; hides?: string };

const fewestItems = 9;

const itemWords: Readonly<Record<string, string>> = {
  possible_values: 'values',
  combination_sampling: 'combinations',
  examples: 'examples',
};

/** All that can be folded: blocks by their indentation, and long lists behind their first item. */
export function findFolds(text: string): Fold[] {
  const lists = findLongLists(text);
  const listStarts = new Set(lists.map(({ start }) => start));
  const blocks: Fold[] = [];
  const open: { line: number; depth: number }[] = [];
  let lastText = 0;
  const close = (depth: number) => {
    for (let block = open.at(-1); block !== undefined && block.depth >= depth; block = open.at(-1)) {
      open.pop();
      // Folds must not overlap: the first item of a long list can't be folded by itself.
      if (lastText > block.line && !listStarts.has(lastText))
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
 * in sight, the others lie behind its last line.
 */
export function findLongLists(text: string): Fold[] {
  const lines = text.split('\n');
  const lists: Fold[] = [];
  for (let at = 0; at < lines.length; at++) {
    const head = /^\s*(?:- )*(possible_values|combination_sampling|examples):\s*$/.exec(lines[at] ?? '');
    if (head === null) continue;
    const list = itemsBelow(lines, at + 1);
    const second = list.starts[1];
    if (list.starts.length < fewestItems || second === undefined) continue;
    let start = second;
    while ((lines[start - 1] ?? '').trim() === '') start--;
    const hides = `${list.starts.length - 1} more ${itemWords[head[1] ?? ''] ?? 'items'}`;
    lists.push({ start, end: list.end, hides });
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
