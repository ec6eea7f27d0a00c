import { formatRate } from '@/lib/client/format';
import { speedSpanMs, type SpeedSample } from '@/lib/client/speed-history';

const width = 220;
const height = 30;

/** The speed of the last minute as a line; a sentence says it aloud. */
export function Sparkline({ samples }: { samples: readonly SpeedSample[] }) {
  const last = samples.at(-1);
  const first = samples[0];
  if (last === undefined || first === undefined || samples.length < 2) return <span className="spark" />;
  const highest = Math.max(...samples.map(({ rowsPerSecond }) => rowsPerSecond), 0.001);
  // A young run fills the width with what there is, at least ten seconds of it.
  const spanMs = Math.min(speedSpanMs, Math.max(10_000, last.atMs - first.atMs));
  const points = samples.map(({ atMs, rowsPerSecond }) => {
    const x = width * (1 - (last.atMs - atMs) / spanMs);
    return `${x.toFixed(1)} ${(height - (height - 2.2) * (rowsPerSecond / highest)).toFixed(1)}`;
  });
  const startX = points[0]?.split(' ')[0] ?? '0';
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Rows a second over the last minute: now ${formatRate(last.rowsPerSecond)}, at most ${formatRate(highest)}`}
    >
      <path className="a" d={`M${startX} ${height}L${points.join(' ')}L${width} ${height}z`} />
      <path className="cap" d={`M0 2.2H${width}`} />
      <polyline className="l" points={points.join(' ')} />
    </svg>
  );
}
