import type { ReactNode } from 'react';
import type { WireProgress } from '@/lib/api/run-wire';
import { formatCount, formatShare } from '@/lib/client/format';
import type { RowsPlace } from '@/lib/client/report';
import {
  bandPath,
  funnelGeometry,
  funnelSize,
  type FunnelCounts,
  type FunnelLeaf,
  type FunnelStage,
  type FunnelPart,
} from './funnel-geometry';

const tints: Record<FunnelPart, string> = {
  planned: 'plan',
  generated: 'gen',
  inFlight: 'plan',
  waiting: 'plan',
  failed: 'bad',
  accepted: 'ok',
  rejected: 'warn',
  spare: 'plan',
};

/** Opens the rows that a number counts. */
export type OpenRows = (place: RowsPlace) => void;

/** Which rows each number counts, of those that are stored already. */
const places = {
  all: { status: 'all' },
  generated: {
    status: 'all',
    filter: [{ column: '@status', op: 'in', value: ['accepted', 'rejected', 'spare'] }],
  },
  accepted: { status: 'accepted' },
  rejected: { status: 'rejected' },
  spare: { status: 'spare' },
  failed: { status: 'failed' },
} as const satisfies Record<string, RowsPlace>;

type PlaceName = keyof typeof places;

/** The main picture of a run: where its rows are. Each number opens its rows; the bands themselves say nothing aloud. */
export function Funnel({
  progress,
  retriable,
  hasEnded,
  onOpen,
}: {
  progress: WireProgress;
  retriable: boolean;
  hasEnded: boolean;
  onOpen: OpenRows;
}) {
  const { stages, bands, edges, leaves } = funnelGeometry(countsOf(progress));
  return (
    <div className="funnel">
      <svg viewBox={`0 0 ${funnelSize.width} ${funnelSize.height}`} preserveAspectRatio="none" aria-hidden>
        {bands.map((band) => (
          <path
            key={`${band.part} ${band.fromX}`}
            className={`b-${tints[band.part]}`}
            // As a style the outline eases between two snapshots; as an attribute it would jump.
            style={{ d: `path("${bandPath(band)}")` }}
            d={bandPath(band)}
          />
        ))}
        {edges.map((edge) => (
          <rect
            key={edge.part}
            className={`n-${edge.part === 'inFlight' ? 'gen' : tints[edge.part]}`}
            x={edge.x}
            width={6}
            style={{ y: edge.y, height: edge.height }}
          />
        ))}
      </svg>
      {progress.planned === 0 ? (
        <p className="funnel-none t3">
          {hasEnded ? 'No row was planned.' : 'The first rows are planned when a worker takes the run.'}
        </p>
      ) : (
        <ul aria-label="Rows by stage">
          {stages.map((stage) => (
            <Stage key={stage.part} stage={stage} progress={progress} onOpen={onOpen} />
          ))}
          {leaves.map((leaf) => (
            <Leaf key={leaf.part} leaf={leaf} progress={progress} retriable={retriable} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** The funnel as a list: instead of the picture on a phone. */
export function FunnelList({ progress, onOpen }: { progress: WireProgress; onOpen: OpenRows }) {
  const lines = [
    { name: 'Planned', opens: 'all' as const, count: progress.planned, fill: 'shaped-fill', tone: '' },
    {
      name: 'Generated',
      opens: 'generated' as const,
      count: progress.generated,
      fill: 'generated-fill',
      tone: '',
    },
    { name: 'Being answered', opens: null, count: progress.in_flight_rows, fill: 'generated-fill', tone: '' },
    { name: 'Waiting', opens: null, count: progress.waiting_rows, fill: 'shaped-fill', tone: '' },
    { name: 'Accepted', opens: 'accepted' as const, count: progress.accepted, fill: 'ok-fill', tone: 'ok' },
    {
      name: 'Rejected',
      opens: 'rejected' as const,
      count: progress.rejected,
      fill: 'warn-fill',
      tone: 'warn',
    },
    { name: 'Spare', opens: 'spare' as const, count: progress.spare, fill: 'shaped-fill', tone: '' },
    { name: 'Failed', opens: 'failed' as const, count: progress.failed, fill: 'bad-fill', tone: 'bad' },
  ];
  const always = new Set(['Planned', 'Generated', 'Accepted']);
  return (
    <ul className="funnel-list" aria-label="Rows by stage">
      {lines
        .filter(({ name, count }) => count > 0 || always.has(name))
        .map(({ name, opens, count, fill, tone }) => (
          <li key={name}>
            <span>{name}</span>
            <span
              className={count === 0 ? 'bar none' : 'bar'}
              style={{
                width: `${progress.planned === 0 ? 0 : (100 * count) / progress.planned}%`,
                background: `var(--${fill})`,
              }}
            />
            <Opening className={`num ${tone}`} opens={count === 0 ? null : opens} onOpen={onOpen}>
              {formatCount(count)}
            </Opening>
          </li>
        ))}
    </ul>
  );
}

function Stage({
  stage,
  progress,
  onOpen,
}: {
  stage: FunnelStage;
  progress: WireProgress;
  onOpen: OpenRows;
}) {
  const { planned, generated, accepted } = progress;
  const words = {
    planned: { count: planned, more: rowRange(planned), opens: 'all' as const },
    generated: {
      count: generated,
      more: <Reuse progress={progress} onOpen={onOpen} />,
      opens: 'generated' as const,
    },
    accepted: {
      count: accepted,
      more: `${formatShare(accepted, generated)} of generated`,
      opens: 'accepted' as const,
    },
  }[stage.part];
  return (
    <li
      className={stage.isLine ? 'stage line' : 'stage'}
      style={{ left: `calc(${stage.x / 10}% + ${stage.isLine ? 14 : 26}px)`, top: stage.middleY }}
    >
      <Opening className={stage.part === 'accepted' ? 'ok' : ''} opens={words.opens} onOpen={onOpen}>
        <b>{formatCount(words.count)}</b> <span className="hidden-text">{stage.part}</span>
      </Opening>
      <span aria-hidden>{stage.part}</span>
      <span className="small t2">{words.more}</span>
    </li>
  );
}

function Leaf({
  leaf,
  progress,
  retriable,
  onOpen,
}: {
  leaf: FunnelLeaf;
  progress: WireProgress;
  retriable: boolean;
  onOpen: OpenRows;
}) {
  const line = leafWords(progress, retriable)[leaf.part];
  if (line === undefined) return null;
  return (
    <li className="leaf" style={{ left: `calc(${leaf.x / 10}% + 14px)`, top: leaf.middleY - 9 }}>
      <Opening className={line.tone ?? ''} opens={line.opens ?? null} onOpen={onOpen}>
        <b>{formatCount(line.count)}</b> <span className="hidden-text">{line.name}</span>
      </Opening>
      <span aria-hidden className={line.tone === undefined ? 't2' : undefined}>
        {line.name}
      </span>
      {line.more === undefined ? null : <span className="t2">{line.more}</span>}
    </li>
  );
}

type LeafWords = {
  count: number;
  tone?: string;
  name: string;
  more?: string;
  opens?: PlaceName;
};

function leafWords(progress: WireProgress, retriable: boolean): Partial<Record<FunnelPart, LeafWords>> {
  return {
    inFlight: { count: progress.in_flight_rows, name: 'being answered now' },
    waiting: {
      count: progress.waiting_rows,
      name: progress.limited_by === 'retries' ? 'waiting to try again' : 'waiting for their turn',
    },
    rejected: {
      count: progress.rejected,
      tone: 'warn',
      name: 'rejected',
      more: 'replaced by new rows',
      opens: 'rejected',
    },
    spare: {
      count: progress.spare,
      name: 'spare',
      more: 'finished beyond the last one wanted',
      opens: 'spare',
    },
    failed: {
      count: progress.failed,
      tone: 'bad',
      name: 'failed',
      more: retriable ? 'retry below' : 'replaced by new rows',
      opens: 'failed',
    },
  };
}

/** A number that opens the rows it counts, where they are stored already. */
function Opening({
  opens,
  className,
  onOpen,
  children,
}: {
  opens: PlaceName | null;
  className: string;
  onOpen: OpenRows;
  children: ReactNode;
}) {
  return opens === null ? (
    <span className={className}>{children}</span>
  ) : (
    <button type="button" className={`opens ${className}`} onClick={() => onOpen(places[opens])}>
      {children}
    </button>
  );
}

function countsOf(progress: WireProgress): FunnelCounts {
  const { planned, generated, accepted, rejected, spare, failed } = progress;
  return {
    planned,
    generated,
    accepted,
    rejected,
    spare,
    failed,
    inFlight: progress.in_flight_rows,
    waiting: progress.waiting_rows,
  };
}

function rowRange(planned: number): string {
  return planned === 1 ? 'row 0' : `rows 0 to ${formatCount(planned - 1)}`;
}

/** How many rows stand on answers that were given before alone, and how many don't. */
function Reuse({
  progress: { generated, reused_rows: reused },
  onOpen,
}: {
  progress: WireProgress;
  onOpen: OpenRows;
}) {
  if (reused === 0) return 'all new answers';
  const { status, filter } = places.generated;
  const open = (value: (string | null)[]) =>
    onOpen({ status, filter: [...filter, { column: '@reused', op: 'in', value }] });
  return (
    <>
      <button type="button" className="opens" onClick={() => open(['all'])}>
        {formatCount(reused)} reused
      </button>
      ,{' '}
      <button type="button" className="opens" onClick={() => open(['some', null])}>
        {formatCount(Math.max(0, generated - reused))} new
      </button>
    </>
  );
}
