'use client';

import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { keepAsking } from '@/components/ui/keep-asking';
import { Skeleton } from '@/components/ui/states';
import type { NodeRef } from '@/lib/client/editor/editor-store';
import { criticalPath } from '@/lib/recipe/graph/critical-path';
import type { TriedAnswers } from '@/lib/plan/tried';
import { recipeGraph, type GraphNode, type RecipeGraph } from '@/lib/recipe/graph/recipe-graph';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';
import { useEditor } from '../editor/editor-context';
import { UnreadableNote } from '../editor/unreadable-note';
import { pathWords } from './graph-words';
import { GraphList } from './graph-list';
import './graph.css';

const GraphCanvas = dynamic(
  keepAsking(async () => (await import('./graph-canvas')).GraphCanvas),
  {
    ssr: false,
    loading: () => (
      <div className="graph-loading" aria-busy="true">
        <span className="hidden-text">The graph is loading</span>
        <Skeleton width={180} height={52} />
        <Skeleton width={180} height={52} />
      </div>
    ),
  },
);

/** What uses what, drawn from the placeholders. A node opens its form; nothing is changed here. */
export function GraphPane({ onOpen }: { onOpen: (node: NodeRef) => void }) {
  const draft = useEditor((state) => state.read.draft);
  const sources = useEditor((state) => state.read.sources);
  const answers = useEditor((state) => state.trial.answers);
  const [isList, setIsList] = useState(false);
  const graph = useSameGraph(useMemo(() => recipeGraph(draft, sources), [draft, sources]));
  const path = useMemo(() => criticalPath(graph, meanLength(answers)), [graph, answers]);
  const isUnreadable = useEditor((state) => state.read.document.syntaxErrors.length > 0);
  if (isUnreadable) {
    return (
      <div className="graph-pane graph-unreadable">
        <UnreadableNote view="graph" />
      </div>
    );
  }
  const open = ({ path: of, id }: GraphNode) => onOpen({ kind: 'attribute', path: of, id });
  return (
    <div className="graph-pane">
      <div className="graph-head">
        <p className="small t2 grow">{pathWords(graph, path)}</p>
        <Button size="small" aria-pressed={isList} onClick={() => setIsList(!isList)}>
          As a list
        </Button>
      </div>
      {graph.nodes.length === 0 ? (
        <p className="t3 graph-empty">Nothing to draw yet. Add an attribute, and it appears here.</p>
      ) : isList ? (
        <GraphList graph={graph} path={path} onOpen={open} />
      ) : (
        <GraphCanvas graph={graph} path={path} onOpen={open} />
      )}
    </div>
  );
}

/** The graph of the last drawing while nothing in it has changed: laying it out is dear, and most keys change none. */
function useSameGraph(graph: RecipeGraph): RecipeGraph {
  const [drawn, setDrawn] = useState(graph);
  if (drawn === graph || JSON.stringify(drawn) === JSON.stringify(graph)) return drawn;
  setDrawn(graph);
  return graph;
}

/** How long the tried answers of an attribute are on the mean; all the same where one has none. */
function meanLength(answers: TriedAnswers): ((id: string) => number) | undefined {
  const sums = new Map<string, { tokens: number; count: number }>();
  for (const { attributeId: id, text } of answers.values()) {
    const sum = sums.get(id) ?? { tokens: 0, count: 0 };
    sums.set(id, { tokens: sum.tokens + estimateTokens(text), count: sum.count + 1 });
  }
  if (sums.size === 0) return undefined;
  const means = new Map([...sums].map(([id, { tokens, count }]) => [id, tokens / count]));
  const usual = [...means.values()].reduce((sum, mean) => sum + mean, 0) / means.size;
  return (id) => means.get(id) ?? usual;
}
