import { formatCount } from '@/lib/client/format';
import type { CriticalPath } from '@/lib/recipe/graph/critical-path';
import type { RecipeGraph } from '@/lib/recipe/graph/recipe-graph';

/** What a row takes, in words: its calls, how many wait for each other, and which chain takes longest. */
export function pathWords({ nodes, edges }: RecipeGraph, { calls, depth, keys }: CriticalPath): string {
  if (calls.most === 0) return 'No call of a model a row.';
  const back = edges.filter(({ isBack }) => isBack).length;
  const broken =
    back === 0 ? '' : ` ${formatCount(back)} ${back === 1 ? 'use comes' : 'uses come'} too early, in red.`;
  if (calls.most === 1) return `1 call a row.${broken}`;
  const range = calls.least === calls.most ? '' : `${formatCount(calls.least)} to `;
  const count = `${range}${formatCount(calls.most)} calls a row`;
  if (depth <= 1) return `${count}, all side by side.${broken}`;
  const ids = keys.map((key) => nodes.find((node) => node.key === key)?.id ?? '');
  const shown = ids.length > 4 ? [...ids.slice(0, 2), '…', ...ids.slice(-1)] : ids;
  return `${count}, ${calls.least === calls.most ? '' : 'up to '}${formatCount(depth)} of them one after the other. ${shown.join(' → ')} takes longest.${broken}`;
}
