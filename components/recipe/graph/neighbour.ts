import type { PlacedNode } from '@/lib/recipe/graph/layout-graph';
import type { GraphEdge } from '@/lib/recipe/graph/recipe-graph';

export type Step = 'left' | 'right' | 'up' | 'down';

/** Where an arrow leads: along an edge to the left or right, to the nearest of several; up and down in the column. */
export function neighbour(
  placed: readonly PlacedNode[],
  edges: readonly GraphEdge[],
  key: string,
  step: Step,
): string | null {
  const here = placed.find((node) => node.key === key);
  if (here === undefined) return null;
  const reachable = placed.filter((node) => {
    switch (step) {
      case 'left':
        return node.x < here.x && edges.some(({ from, to }) => from === node.key && to === key);
      case 'right':
        return node.x > here.x && edges.some(({ from, to }) => to === node.key && from === key);
      case 'up':
        return node.layer === here.layer && node.y < here.y;
      case 'down':
        return node.layer === here.layer && node.y > here.y;
    }
  });
  const distance = ({ x, y }: PlacedNode) => Math.hypot(x - here.x, y - here.y);
  return reachable.toSorted((a, b) => distance(a) - distance(b))[0]?.key ?? null;
}
