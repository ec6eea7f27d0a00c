import { dayNumber, dayOfNumber, dayText, type CalendarDay } from '@/lib/util/calendar';

/** Points in time ready to be drawn. */
export type DateRange = {
  /** How many there are. */
  count: number;
  /** The text of one, by its number from 0. */
  at: (index: number) => string;
};

/** A field that is wrong, and why. */
export type DateProblem = { key: 'start' | 'end' | 'step' | 'format'; text: string };

export type AskedDates = {
  start?: string | undefined;
  end?: string | undefined;
  step?: string | undefined;
  format?: string | undefined;
};

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const written = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(Z)?)?$/;

type Point = { seconds: number; hasTime: boolean; zone: string; separator: string };

/** Makes a range of days or times, or says what stands in the way. Times have no zone, or Z. */
export function dateRange(asked: AskedDates): DateRange | DateProblem {
  const start = readPoint(asked.start ?? '');
  if (start === null) return unreadable('start', asked.start);
  const end = readPoint(asked.end ?? '');
  if (end === null) return unreadable('end', asked.end);
  if (end.seconds < start.seconds) {
    return { key: 'end', text: `must not be before start, ${asked.start}, but is ${asked.end}` };
  }
  const step = stepOf(asked.step, start.hasTime || end.hasTime);
  if (step === null) {
    const text = `"${asked.step}" is not how far times lie apart. Write a number above 0 and s, m, h, d or w, such as 15m`;
    return { key: 'step', text };
  }
  const withTime = start.hasTime || end.hasTime || step % 86_400 !== 0;
  const zone = start.zone || end.zone;
  const separator = start.hasTime ? start.separator : end.separator;
  const format = asked.format ?? (withTime ? `%Y-%m-%d${separator}%H:%M:%S${zone}` : '%Y-%m-%d');
  const parts = parseFormat(format);
  if (typeof parts === 'string') {
    return {
      key: 'format',
      text: `${parts} is not known. Known are ${[...codes.keys()].map((code) => `%${code}`).join(' ')} and %%`,
    };
  }
  return {
    count: Math.floor((end.seconds - start.seconds) / step) + 1,
    at: (index) => formatted(parts, start.seconds + index * step),
  };
}

/** Tells a problem from a range. */
export function isDateProblem(made: DateRange | DateProblem): made is DateProblem {
  return 'key' in made;
}

function unreadable(key: 'start' | 'end', value: string | undefined): DateProblem {
  return {
    key,
    text: `"${value}" is no day or time. Write it as 2026-01-31 or 2026-01-31T08:30:00`,
  };
}

function readPoint(text: string): Point | null {
  const found = written.exec(text.trim());
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((at) => Number(found[at] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const days = dayNumber({ year, month, day });
  // A day that isn't there, such as 30 February, comes back as another one.
  const isThere = month >= 1 && dayText(dayOfNumber(days)) === dayText({ year, month, day });
  if (!isThere || hour > 23 || minute > 59 || second > 59) return null;
  const hasTime = found[4] !== undefined;
  return {
    seconds: days * 86_400 + hour * 3600 + minute * 60 + second,
    hasTime,
    zone: found[7] ?? '',
    separator: hasTime ? (text.trim()[10] ?? 'T') : 'T',
  };
}

function stepOf(step: string | undefined, hasTime: boolean): number | null {
  if (step === undefined) return hasTime ? 1 : 86_400;
  const found = /^\s*(\d{1,9})\s*([smhdw])\s*$/.exec(step);
  const size = Number(found?.[1] ?? 0) * (seconds[found?.[2] ?? ''] ?? 0);
  return size > 0 ? size : null;
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** A point in time in its parts. `days` counts from 1970-01-01, a Thursday. */
type Time = CalendarDay & { days: number; hour: number; minute: number; second: number };

/** The codes of Python's strftime that don't depend on where a machine stands. */
const codes: ReadonlyMap<string, (time: Time) => string> = new Map<string, (time: Time) => string>([
  ['Y', ({ year }) => padded(year, 4)],
  ['y', ({ year }) => padded(year % 100, 2)],
  ['m', ({ month }) => padded(month, 2)],
  ['d', ({ day }) => padded(day, 2)],
  ['H', ({ hour }) => padded(hour, 2)],
  ['I', ({ hour }) => padded(hour % 12 || 12, 2)],
  ['M', ({ minute }) => padded(minute, 2)],
  ['S', ({ second }) => padded(second, 2)],
  ['p', ({ hour }) => (hour < 12 ? 'AM' : 'PM')],
  ['B', (time) => monthOf(time)],
  ['b', (time) => monthOf(time).slice(0, 3)],
  ['A', (time) => weekdayOf(time)],
  ['a', (time) => weekdayOf(time).slice(0, 3)],
  ['j', ({ year, days }) => padded(days - dayNumber({ year, month: 1, day: 1 }) + 1, 3)],
]);

function monthOf({ month }: Time): string {
  return months[month - 1] ?? '';
}

function weekdayOf({ days }: Time): string {
  return weekdays[(((days + 4) % 7) + 7) % 7] ?? '';
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

type FormatPart = string | ((time: Time) => string);

/** The pieces of a format, or the code in it that isn't known. */
function parseFormat(format: string): FormatPart[] | string {
  const parts: FormatPart[] = [];
  for (const [piece = ''] of format.matchAll(/%[\s\S]?|[^%]+/g)) {
    const code = codes.get(piece.slice(1));
    if (!piece.startsWith('%')) parts.push(piece);
    else if (piece === '%%') parts.push('%');
    else if (code !== undefined) parts.push(code);
    else return piece;
  }
  return parts;
}

function formatted(parts: readonly FormatPart[], seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  const time: Time = {
    ...dayOfNumber(days),
    days,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
  };
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : part(time);
  return text;
}
