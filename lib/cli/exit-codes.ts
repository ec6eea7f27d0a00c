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
  /** The server of `--remote` does not answer, or refuses the key. */
  noStudio: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const codesOfErrors: Readonly<Record<string, ExitCode>> = {
  'recipe-invalid': exitCodes.recipeInvalid,
  'server-unreachable': exitCodes.noStudio,
  'answer-unreadable': exitCodes.noStudio,
  'key-required': exitCodes.noStudio,
  'key-refused': exitCodes.noStudio,
  'too-many-requests': exitCodes.noStudio,
  'foreign-host': exitCodes.noStudio,
  forbidden: exitCodes.noStudio,
  internal: exitCodes.noStudio,
  unavailable: exitCodes.noStudio,
};

/** How a command ends that an error keeps from doing its work. */
export function exitCodeOf(code: string): ExitCode {
  return codesOfErrors[code] ?? exitCodes.notStarted;
}
