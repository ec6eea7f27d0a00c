'use client';

import { KindMark } from '@/components/ui/chip';
import type { CriticalPath } from '@/lib/recipe/graph/critical-path';
import type { GraphNode, RecipeGraph } from '@/lib/recipe/graph/recipe-graph';

/** The graph as a list, for whoever reads rather than looks. */
export function GraphList({
  graph: { nodes, edges, groups },
  path,
  onOpen,
}: {
  graph: RecipeGraph;
  path: CriticalPath;
  onOpen: (node: GraphNode) => void;
}) {
  const idsOf = (keys: readonly string[]) =>
    keys.map((key) => nodes.find((node) => node.key === key)?.id ?? '').join(', ');
  return (
    <ul className="graph-list" aria-label="Attributes and what they use">
      {nodes.map((node) => {
        const uses = edges.filter(({ to, isBack }) => to === node.key && !isBack).map(({ from }) => from);
        const early = edges.filter(({ to, isBack }) => to === node.key && isBack).map(({ from }) => from);
        const usedBy = edges.filter(({ from, isBack }) => from === node.key && !isBack).map(({ to }) => to);
        const group = groups.find((keys) => keys.includes(node.key)) ?? [];
        const together = group.filter((key) => key !== node.key);
        return (
          <li key={node.key}>
            <button type="button" className="graph-line" onClick={() => onOpen(node)}>
              <KindMark kind={node.kind} />
              <span className="graph-line-words">
                <b className="strong" dir="auto">
                  {node.id === '' ? 'no id yet' : node.id}
                </b>
                <span className="small t2">
                  {uses.length === 0 ? 'uses nothing' : `uses ${idsOf(uses)}`}
                  {usedBy.length === 0 ? '' : ` · used by ${idsOf(usedBy)}`}
                  {together.length === 0 ? '' : ` · drawn together with ${idsOf(together)}`}
                  {path.keys.includes(node.key) && path.depth > 1 ? ' · on the longest way' : ''}
                </span>
                {early.length === 0 ? null : (
                  <span className="small bad">needs {idsOf(early)}, which comes later</span>
                )}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
