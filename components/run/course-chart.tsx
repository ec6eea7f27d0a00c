'use client';

import {
  Area,
  ComposedChart,
  CartesianGrid,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { WireRunHistory } from '@/lib/api/run-wire';
import { formatCompact, formatCount, formatRate, formatTime, formatUsd } from '@/lib/client/format';
import type { SpeedPoint } from '@/lib/client/run-history';

const tick = { fill: 'var(--text-3)', fontSize: 11 };

/** Rows a second and accepted rows over the time of a run. Amber: the provider asked to slow down. */
export function CourseChart({
  speeds,
  marks,
  wanted,
}: {
  speeds: readonly SpeedPoint[];
  marks: WireRunHistory['marks'];
  wanted: number;
}) {
  const highest = Math.max(0, ...speeds.map(({ rowsPerSecond }) => rowsPerSecond ?? 0));
  const last = speeds.at(-1);
  return (
    <figure
      className="course"
      role="img"
      aria-label={`Speed over time: at most ${formatRate(highest)} rows a second; ${formatCount(last?.accepted ?? 0)} of ${formatCount(wanted)} rows accepted in the end.`}
    >
      <ResponsiveContainer width="100%" height={280}>
        <ComposedChart
          data={[...speeds]}
          margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="atMs"
            type="number"
            domain={['dataMin', 'dataMax']}
            tickFormatter={(atMs: number) => formatTime(atMs)}
            tick={tick}
            stroke="var(--line-strong)"
            minTickGap={48}
          />
          <YAxis
            yAxisId="speed"
            width={44}
            tick={tick}
            stroke="var(--line-strong)"
            tickFormatter={(rate: number) => formatRate(rate)}
          />
          <YAxis
            yAxisId="rows"
            orientation="right"
            width={44}
            tick={tick}
            stroke="var(--line-strong)"
            tickFormatter={(rows: number) => formatCompact(rows)}
          />
          {slowSpans(speeds).map(({ from, to }) => (
            <ReferenceArea
              key={from}
              yAxisId="speed"
              x1={from}
              x2={to}
              fill="var(--warn-bg)"
              ifOverflow="hidden"
            />
          ))}
          <Area
            yAxisId="speed"
            dataKey="rowsPerSecond"
            name="rows a second"
            stroke="var(--accent-text)"
            fill="var(--accent-soft)"
            strokeWidth={1.5}
            isAnimationActive={false}
            connectNulls={false}
          />
          <Line
            yAxisId="rows"
            dataKey="accepted"
            name="accepted"
            stroke="var(--ok-fill)"
            strokeWidth={1.5}
            dot={false}
            isAnimationActive={false}
          />
          {marks.map(({ type, at }) => (
            <ReferenceLine
              key={`${type} ${at}`}
              yAxisId="speed"
              x={Date.parse(at)}
              stroke={type === 'pause' ? 'var(--warn-fill)' : 'var(--line-strong)'}
              strokeDasharray="3 3"
            />
          ))}
          <Tooltip content={({ payload }) => <PointWords point={payload[0]?.payload as unknown} />} />
        </ComposedChart>
      </ResponsiveContainer>
      <figcaption className="course-key small t2">
        <span>
          <i className="key-speed" /> rows a second
        </span>
        <span>
          <i className="key-rows" /> accepted rows
        </span>
        <span>
          <i className="key-slow" /> asked to slow down
        </span>
      </figcaption>
    </figure>
  );
}

function PointWords({ point }: { point: unknown }) {
  if (!isSpeedPoint(point)) return null;
  const { atMs, rowsPerSecond, accepted, costUsd } = point;
  return (
    <div className="tip num">
      {formatTime(atMs)} · {rowsPerSecond === null ? '–' : formatRate(rowsPerSecond)} rows/s ·{' '}
      {formatCount(accepted)} accepted{costUsd > 0 ? ` · ${formatUsd(costUsd)}` : ''}
    </div>
  );
}

function isSpeedPoint(point: unknown): point is SpeedPoint {
  return typeof point === 'object' && point !== null && 'atMs' in point && 'rowsPerSecond' in point;
}

/** Stretches in which the provider asked us to slow down. */
function slowSpans(speeds: readonly SpeedPoint[]): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  let from: number | null = null;
  for (const { atMs, isSlowedDown } of speeds) {
    if (isSlowedDown) from ??= atMs;
    else if (from !== null) {
      spans.push({ from, to: atMs });
      from = null;
    }
  }
  const end = speeds.at(-1)?.atMs;
  if (from !== null && end !== undefined) spans.push({ from, to: end });
  return spans;
}
