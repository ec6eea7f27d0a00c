/** Rows that failed for one reason. */
export type FailureGroup = {
  readonly code: string;
  readonly message: string;
  readonly count: number;
  readonly exampleRow: number;
};
