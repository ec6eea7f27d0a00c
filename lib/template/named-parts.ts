import type { Value } from '@/lib/util/value';

/**
 * An answer in named parts as placeholders see it: `{id.part}` and `{id[part]}` name one. Without parts it stands for a
 * value that was skipped, and all that is asked of it renders as nothing; so does a part that is null.
 */
export class NamedParts {
  readonly of: ReadonlyMap<string, Value> | null;

  constructor(of: ReadonlyMap<string, Value> | null) {
    this.of = of;
  }
}

/** What placeholders see of a value that was skipped. */
export const skippedValue = new NamedParts(null);
