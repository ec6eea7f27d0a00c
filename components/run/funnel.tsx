import type { WireProgress } from '@/lib/api/run-wire';
import { formatCount, formatShare } from '@/lib/client/format';
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

/** The main picture of a run: where its rows are. Hidden from readers; `FunnelList` says the same in words. */
export function Funnel({
  progress,
  retriable,
  hasEnded,
}: {
  progress: WireProgress;
  retriable: boolean;
  hasEnded: boolean;
}) {
  const { stages, bands, edges, leaves } = funnelGeometry(countsOf(progress));
  return (
    <div className="funnel" aria-hidden>
      <svg viewBox={`0 0 ${funnelSize.width} ${funnelSize.height}`} preserveAspectRatio="none">
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
        <>
          {stages.map((stage) => (
            <Stage key={stage.part} stage={stage} progress={progress} />
          ))}
          {leaves.map((leaf) => (
            <Leaf key={leaf.part} leaf={leaf} progress={progress} retriable={retriable} />
          ))}
        </>
      )}
    </div>
  );
}

/** The funnel as a list: for readers, and instead of the picture on a phone. */
export function FunnelList({ progress }: { progress: WireProgress }) {
  const lines = [
    { name: 'Planned', count: progress.planned, fill: 'shaped-fill', tone: '' },
    { name: 'Generated', count: progress.generated, fill: 'generated-fill', tone: '' },
    { name: 'Being answered', count: progress.in_flight_rows, fill: 'generated-fill', tone: '' },
    { name: 'Waiting', count: progress.waiting_rows, fill: 'shaped-fill', tone: '' },
    { name: 'Accepted', count: progress.accepted, fill: 'ok-fill', tone: 'ok' },
    { name: 'Rejected', count: progress.rejected, fill: 'warn-fill', tone: 'warn' },
    { name: 'Spare', count: progress.spare, fill: 'shaped-fill', tone: '' },
    { name: 'Failed', count: progress.failed, fill: 'bad-fill', tone: 'bad' },
  ];
  const always = new Set(['Planned', 'Generated', 'Accepted']);
  return (
    <ul className="funnel-list" aria-label="Rows by stage">
      {lines
        .filter(({ name, count }) => count > 0 || always.has(name))
        .map(({ name, count, fill, tone }) => (
          <li key={name}>
            <span>{name}</span>
            <span
              className="bar"
              style={{
                width: `${progress.planned === 0 ? 0 : (100 * count) / progress.planned}%`,
                background: `var(--${fill})`,
              }}
            />
            <span className={`num ${tone}`}>{formatCount(count)}</span>
          </li>
        ))}
    </ul>
  );
}

function Stage({ stage, progress }: { stage: FunnelStage; progress: WireProgress }) {
  const { planned, generated, accepted } = progress;
  const words = {
    planned: { count: planned, more: rowRange(planned) },
    generated: { count: generated, more: reuseWords(progress) },
    accepted: { count: accepted, more: `${formatShare(accepted, generated)} of generated` },
  }[stage.part];
  return (
    <div
      className={stage.isLine ? 'stage line' : 'stage'}
      style={{ left: `calc(${stage.x / 10}% + ${stage.isLine ? 14 : 26}px)`, top: stage.middleY }}
    >
      <b className={stage.part === 'accepted' ? 'ok' : undefined}>{formatCount(words.count)}</b>
      <span>{stage.part}</span>
      <span className="small t2">{words.more}</span>
    </div>
  );
}

function Leaf({
  leaf,
  progress,
  retriable,
}: {
  leaf: FunnelLeaf;
  progress: WireProgress;
  retriable: boolean;
}) {
  const words: Partial<Record<FunnelPart, { count: number; tone?: string; name: string; more?: string }>> = {
    inFlight: { count: progress.in_flight_rows, name: 'being answered now' },
    waiting: { count: progress.waiting_rows, name: 'waiting for their turn' },
    rejected: { count: progress.rejected, tone: 'warn', name: 'rejected', more: 'replaced by new rows' },
    spare: { count: progress.spare, name: 'spare', more: 'finished beyond the last one wanted' },
    failed: {
      count: progress.failed,
      tone: 'bad',
      name: 'failed',
      more: retriable ? 'retry below' : 'replaced by new rows',
    },
  };
  const line = words[leaf.part];
  if (line === undefined) return null;
  return (
    <div className="leaf" style={{ left: `calc(${leaf.x / 10}% + 14px)`, top: leaf.middleY - 9 }}>
      <b className={line.tone}>{formatCount(line.count)}</b>
      <span className={line.tone === undefined ? 't2' : undefined}>{line.name}</span>
      {line.more === undefined ? null : <span className="t2">{line.more}</span>}
    </div>
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

function reuseWords({ generated, reused_rows: reused }: WireProgress): string {
  return reused === 0
    ? 'all new answers'
    : `${formatCount(reused)} reused, ${formatCount(Math.max(0, generated - reused))} new`;
}
