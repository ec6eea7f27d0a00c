import { z } from 'zod';
import { longestName } from '@/lib/util/longest-name';

/** Largest seed: the last integer that a JavaScript number holds exactly. */
export const maxSeed = Number.MAX_SAFE_INTEGER;

/** Greatest number that an id, a version, the index of a row or a limit may have: they are stored in 32 bits. */
export const greatestNumber = 2 ** 31 - 1;

/** The id of a provider that the environment gives, as a pattern. */
export const environmentProviderId = 'environment-[a-z0-9_]{1,40}';

export const id = z.int().positive().max(greatestNumber);
/** A version, or a limit. */
export const ordinal = z.int().positive().max(greatestNumber);
/** The index of a row, or anything else that counts up from 0. */
export const rowIndex = z.int().min(0).max(greatestNumber);
export const seed = z.int().min(0).max(maxSeed);
/** ISO 8601 in UTC. */
export const time = z.iso.datetime();
export const usd = z.number().min(0);
export const count = z.int().min(0);

/** What a person calls a thing of theirs. */
// With a control character a name would break the line, the table or the file that it stands in.

const nameText = /^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$/;

export const ownName = z
  .string()
  .trim()
  .min(1, { abort: true })
  .max(longestName)
  .regex(nameText, 'must be one line of text without control characters');

/** A whole number in an address, where everything is text. */
export const queryInt = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    // For the description, where a number is a number.
    .meta({ type: 'integer', minimum: min, maximum: max, pattern: undefined });

/** Where a list goes on, as the page before said. */
export const cursor = z.string().regex(/^\d{1,10}$/, 'is not one that a list gave out');

/** `?limit=` and `?cursor=` of every list. */
export const pageQuery = z.strictObject({
  limit: queryInt(1, 500).default(50),
  cursor: cursor.optional(),
});
export type PageQuery = z.input<typeof pageQuery>;

/** The shape of every list. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullable() });

/** What a delete answers: until when `:restore` takes it back. */
export const deletion = z.object({ id, restorable_until: time });

/** A request or an answer without content. */
export const empty = z.strictObject({});

const position = z.object({ line: z.int().positive(), column: z.int().positive() });
/** Lines and columns count from 1; the end is exclusive. */
const textRange = z.object({ start: position, end: position });

export const diagnostic = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])),
  range: textRange,
  fix: z
    .object({ title: z.string(), edits: z.array(z.object({ range: textRange, text: z.string() })) })
    .optional(),
});
export type WireDiagnostic = z.infer<typeof diagnostic>;

/** A field that was sent around a recipe and means nothing here. */
export const unknownField = z.object({
  path: z.array(z.union([z.string(), z.int()])),
  value: z.unknown(),
});
export type UnknownField = z.infer<typeof unknownField>;
