/** How the commands end; scripts rely on these numbers. */
export const exitCodes = {
  /** All rows are written, or the recipe is valid. */
  done: 0,
  /** Wrong options, a file that can't be read or written, a broken data directory. */
  notStarted: 1,
  recipeInvalid: 2,
  /** The run ended early; what there is is written. */
  failed: 3,
  paused: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
