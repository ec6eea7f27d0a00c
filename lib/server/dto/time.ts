/** A time as the wire has it: ISO 8601 in UTC. */
export function wireTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Like `wireTime`, for a time that may not have come. */
export function wireTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : wireTime(ms);
}
