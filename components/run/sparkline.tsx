import { formatRate } from '@/lib/client/format';
import type { SpeedPoint } from '@/lib/client/run-history';

const width = 220;
const height = 30;
const top = 2.2;

/** The speed of a run over its whole course as a line; it breaks where the run stood still. */
export function Sparkline({ speeds }: { speeds: readonly SpeedPoint[] }) {
  const known = speeds.flatMap(({ rowsPerSecond }) => (rowsPerSecond === null ? [] : [rowsPerSecond]));
  const first = speeds[0];
  const last = speeds.at(-1);
  if (first === undefined || last === undefined || known.length < 2) return <span className="spark" />;
  const highest = Math.max(...known, 0.001);
  // A young run fills the width with what there is, at least ten seconds of it.
  const spanMs = Math.max(10_000, last.atMs - first.atMs);
  const x = (atMs: number) => (width * (1 - (last.atMs - atMs) / spanMs)).toFixed(1);
  const y = (rate: number) => (height - (height - top) * (rate / highest)).toFixed(1);
  const pieces = piecesOf(speeds);
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Rows a second since the start: now ${formatRate(known.at(-1) ?? 0)}, at most ${formatRate(highest)}`}
    >
      {pieces.map((piece) => {
        const line = piece.map(({ atMs, rate }) => `${x(atMs)} ${y(rate)}`).join(' ');
        const [from, to] = [piece[0]?.atMs ?? 0, piece.at(-1)?.atMs ?? 0];
        return (
          <g key={from}>
            <path className="a" d={`M${x(from)} ${height}L${line}L${x(to)} ${height}z`} />
            <polyline className="l" points={line} />
          </g>
        );
      })}
      <path className="cap" d={`M0 ${top}H${width}`} />
    </svg>
  );
}

/** The stretches without a stop. */
function piecesOf(speeds: readonly SpeedPoint[]): { atMs: number; rate: number }[][] {
  const pieces: { atMs: number; rate: number }[][] = [[]];
  for (const { atMs, rowsPerSecond: rate } of speeds) {
    if (rate === null) pieces.push([]);
    else pieces.at(-1)?.push({ atMs, rate });
  }
  return pieces.filter(({ length }) => length > 1);
}
