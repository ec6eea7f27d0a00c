import { InvalidArgumentError, Option } from 'commander';

export const dataDirHelp = 'where runs and keys are kept (default ~/.seedloom, $SEEDLOOM_DATA_DIR)';

/** Largest seed: the last integer that a number holds exactly. */
export const maxSeed = Number.MAX_SAFE_INTEGER;

/** How many items a list prints. */
export function limitOption(): Option {
  return new Option('--limit <n>', 'so many at most').argParser(wholeNumber(1, 1_000_000)).default(50);
}

/** A sum of dollars, with or without the sign. */
export function dollars(text: string): number {
  const value = Number(text.replace(/^\$/, ''));
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a sum of dollars above 0, such as 2.50.');
}

/** Our names of log levels, and those of oumi's --log-level. */
const logLevels: Readonly<Record<string, string>> = {
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  critical: 'fatal',
};

/** A level of the log by our name or oumi's. */
export function logLevel(text: string): string {
  const level = logLevels[text.toLowerCase()];
  if (level !== undefined) return level;
  throw new InvalidArgumentError(`It must be one of ${Object.keys(logLevels).join(', ')}.`);
}

/** Reads a whole number within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
