// One locale for all figures: the pages are in English, and server and browser must write the same text.
const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 1,240 */
export function formatCount(value: number): string {
  return counts.format(value);
}

const figures = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** 1,240 · 0.25 · 3.142: four digits that count. */
export function formatFigure(value: number): string {
  return figures.format(value);
}

/** "1 row", "1,240 rows". */
export function formatRows(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`;
}

/** 812 · 9.4k · 148k · 2.1M: for tokens, where the last digits tell nothing. */
export function formatCompact(value: number): string {
  if (value < 1000) return formatCount(value);
  const [scaled, unit] = value < 999_500 ? [value / 1000, 'k'] : [value / 1_000_000, 'M'];
  return `${scaled < 9.95 ? scaled.toFixed(1).replace(/\.0$/, '') : formatCount(Math.round(scaled))}${unit}`;
}

/** $12.40 · $0.21 · $0.0023: two digits from ten cents on, else two that count. `free` only for what is 0. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.0000005) return '< $0.000001';
  if (usd >= 0.095) return `$${usd >= 1000 ? formatCount(usd) : usd.toFixed(2)}`;
  const digits = Math.min(6, 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(digits).replace(/0+$/, '')}`;
}

/** 60 % of a whole; one digit where the share is neither whole nor tiny. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const percent = (100 * part) / whole;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent.toFixed(1).replace(/\.0$/, '')} %`;
}

/** 0:51 · 12:04 · 1:02:30, from seconds. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** "51 seconds", "12 minutes", "3 hours": to be read aloud. */
export function spellDuration(seconds: number): string {
  const name = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (seconds < 90) return name(Math.max(1, Math.round(seconds)), 'second');
  if (seconds < 5400) return name(Math.round(seconds / 60), 'minute');
  return name(Math.round(seconds / 3600), 'hour');
}

/** 640 ms · 2.1 s · 1:20, from ms. */
export function formatLatency(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : formatClock(ms / 1000);
}

/** 7.7 a second; 0.42 when slow. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return '0';
  return perSecond < 0.95
    ? perSecond.toFixed(2)
    : perSecond < 99.5
      ? perSecond.toFixed(1)
      : formatCount(perSecond);
}

/** 131 kB · 2.4 MB · 1.2 GB, in thousands. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  return bytes < 999_950_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** "just now", "4 min ago", "3 h ago", "yesterday", then the date as this browser writes it: "18 Nov", "18 Nov 2025". */
export function formatAgo(at: string, nowMs: number): string {
  const then = new Date(at);
  const minutes = Math.floor((nowMs - then.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const now = new Date(nowMs);
  const days = Math.round((startOfDay(now) - startOfDay(then)) / 86_400_000);
  if (days === 0) return `${Math.floor(minutes / 60)} h ago`;
  if (days === 1) return 'yesterday';
  return dateOf(then, now);
}

/** 1 Oct 2025, as this browser writes it, of a day that is no moment: the same in every zone. */
export function formatDay(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** 10:41:58 or 10:41:58 AM, by the clock and in the way of this browser. */
export function formatTime(at: string | number): string {
  return new Date(at).toLocaleTimeString();
}

/** 10:41:58 of today; "18 Nov, 10:41:58" of another day, with its year where that is another one. */
export function formatMoment(at: string, nowMs = Date.now()): string {
  const [then, now] = [new Date(at), new Date(nowMs)];
  return startOfDay(then) === startOfDay(now) ? formatTime(at) : `${dateOf(then, now)}, ${formatTime(at)}`;
}

function dateOf(then: Date, now: Date): string {
  const isThisYear = then.getFullYear() === now.getFullYear();
  return then.toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
