'use client';

import {
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  useReactFlow,
  useStore,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { KindMark } from '@/components/ui/chip';
import { classNames } from '@/components/ui/class-names';
import { Dot } from '@/components/ui/pill';
import { formatCount } from '@/lib/client/format';
import type { CriticalPath } from '@/lib/recipe/graph/critical-path';
import { groupFrames, layoutGraph, nodeSize, type PlacedNode } from '@/lib/recipe/graph/layout-graph';
import type { GraphNode, RecipeGraph } from '@/lib/recipe/graph/recipe-graph';
import { useEditor } from '../editor/editor-context';
import { neighbour, type Step } from './neighbour';
import { useNodeNotes } from './use-node-notes';

type Drawn = {
  node: PlacedNode;
  note: string;
  errors: number;
  warnings: number;
  isOnPath: boolean;
  isCurrent: boolean;
  isDim: boolean;
  tabIndex: number;
  onOpen: (node: GraphNode) => void;
  onHover: (key: string | null) => void;
  onFocus: (key: string) => void;
};

const nodeTypes = { attribute: memo(AttributeNode), group: memo(GroupNode) };

/** The graph as a drawing: pan, zoom, arrows from node to node, Enter opens. */
export function GraphCanvas({
  graph,
  path,
  onOpen,
}: {
  graph: RecipeGraph;
  path: CriticalPath;
  onOpen: (node: GraphNode) => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const isMoved = useRef(false);
  const current = useEditor((state) => state.node);
  const [hovered, setHovered] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const placed = useMemo(() => layoutGraph(graph), [graph]);
  const notes = useNodeNotes();
  const currentKey =
    current.kind === 'attribute'
      ? placed.find((node) => node.path.join() === current.path.join())?.key
      : undefined;
  const stop = placed.some(({ key }) => key === focused) ? focused : (currentKey ?? placed[0]?.key);

  const lit = useMemo(() => (hovered === null ? null : around(hovered, graph)), [hovered, graph]);
  const nodes = placed.map((node): Node<Drawn> => ({
    id: node.key,
    type: 'attribute',
    position: { x: node.x, y: node.y },
    width: nodeSize.width,
    height: nodeSize.height,
    data: {
      node,
      ...notes(node),
      isOnPath: path.depth > 1 && path.keys.includes(node.key),
      isCurrent: node.key === currentKey,
      isDim: lit !== null && !lit.has(node.key),
      tabIndex: node.key === stop ? 0 : -1,
      onOpen,
      onHover: setHovered,
      onFocus: setFocused,
    },
  }));
  const frames = groupFrames(placed, graph.groups).map(({ keys, x, y, width, height }): Node => ({
    id: `group ${keys.join(' ')}`,
    type: 'group',
    position: { x, y },
    width,
    height,
    zIndex: -1,
    data: {},
  }));
  const edges = graph.edges.map(({ from, to, isBack }): Edge => {
    const at = path.keys.indexOf(from);
    const isOnPath = path.depth > 1 && !isBack && at !== -1 && path.keys[at + 1] === to;
    const isLit = hovered !== null && (from === hovered || to === hovered);
    return {
      id: `${from} ${to}`,
      source: from,
      target: to,
      className: classNames(
        isBack ? 'back' : isOnPath && 'critical',
        isLit && 'lit',
        hovered !== null && !isLit && 'dim',
      ),
      markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: 'context-stroke' },
    };
  });

  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || !stop) return;
    event.preventDefault();
    const next = neighbour(placed, graph.edges, stop, step);
    if (next === null) return;
    setFocused(next);
    frame.current?.querySelector<HTMLElement>(`[data-node="${next}"]`)?.focus();
  };
  return (
    <div ref={frame} className="graph-canvas" role="group" aria-label="Graph" onKeyDown={press}>
      <ReactFlow
        nodes={[...frames, ...nodes]}
        edges={edges}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={openingView}
        onMoveStart={(event) => {
          // Null where the view was set by this program.
          if (event !== null) isMoved.current = true;
        }}
        minZoom={0.1}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        onlyRenderVisibleElements={placed.length > 150}
      >
        <FitToSpace isMoved={isMoved} />
        <Controls showInteractive={false} fitViewOptions={{ padding: 0.12, maxZoom: 1 }} />
      </ReactFlow>
    </div>
  );
}

/** A large graph opens readable rather than whole; a button shows all of it. */
const openingView = { padding: 0.12, minZoom: 0.6, maxZoom: 1 };

/** Shows the opening view again in a space of another size, such as of a tab that was hidden, until somebody moves it. */
function FitToSpace({ isMoved }: { isMoved: RefObject<boolean> }) {
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const { fitView } = useReactFlow();
  useEffect(() => {
    if (!isMoved.current) void fitView(openingView);
  }, [width, height, fitView, isMoved]);
  return null;
}

const steps: Readonly<Record<string, Step>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

function AttributeNode({ data }: NodeProps<Node<Drawn>>) {
  const { node, note, errors, warnings, isOnPath, isCurrent, isDim } = data;
  const trouble = [words(errors, 'error'), words(warnings, 'warning')].filter(Boolean).join(', ');
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <button
        type="button"
        data-node={node.key}
        tabIndex={data.tabIndex}
        className={classNames(
          'graph-node',
          isOnPath && 'critical',
          isCurrent && 'current',
          isDim && 'dim',
          errors > 0 && 'broken',
        )}
        onClick={() => data.onOpen(node)}
        onPointerEnter={() => data.onHover(node.key)}
        onPointerLeave={() => data.onHover(null)}
        onFocus={() => data.onFocus(node.key)}
      >
        <KindMark kind={node.kind} />
        <span className="graph-node-words">
          <b className="cut" dir="auto">
            {node.id === '' ? 'no id yet' : node.id}
          </b>
          <span className="small t3 num cut">{note}</span>
        </span>
        {trouble === '' ? null : (
          <>
            <Dot tone={errors > 0 ? 'bad' : 'warn'} />
            <span className="hidden-text">{trouble}</span>
          </>
        )}
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}

/** Around sampled attributes whose values a combination draws together. The list tells it in words. */
function GroupNode() {
  return (
    <div className="graph-group" aria-hidden>
      <span>drawn together</span>
    </div>
  );
}

/** A node with all that it uses and all that uses it. */
function around(key: string, { edges }: RecipeGraph): ReadonlySet<string> {
  const lit = new Set([key]);
  for (const { from, to } of edges) {
    if (from === key) lit.add(to);
    if (to === key) lit.add(from);
  }
  return lit;
}

function words(count: number, word: string): string {
  return count === 0 ? '' : `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
}
