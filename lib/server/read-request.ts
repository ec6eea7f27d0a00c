import { z } from 'zod';
import { jsonTooDeep, maxJsonDepth } from '@/lib/dataset/json-reader';
import { AppError } from '@/lib/util/app-error';

/** The query of an address, checked. Without a schema there must be none. */
export function readQuery(url: URL, schema: z.ZodType | null): unknown {
  const values = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (values.has(name)) throw new AppError('bad-request', `${name}: is given twice.`);
    values.set(name, value);
  }
  if (schema === null) {
    if (values.size > 0) throw unknownFields([...values.keys()].map(shown));
    return undefined;
  }
  return checkedValue(schema, Object.fromEntries(values));
}

/**
 * The JSON body of a request, checked. An absent one counts as `{}`, unless it is needed. One that is too large is refused
 * by its declared length, else as soon as it has grown past the limit; it is never held whole.
 */
export async function readBody(
  request: Request,
  schema: z.ZodType,
  { maxBytes, isNeeded }: { maxBytes: number; isNeeded: boolean },
): Promise<unknown> {
  const text = await readText(request, maxBytes);
  if (text.trim() === '' && isNeeded) {
    throw new AppError('malformed-json', 'There is no body. Send a JSON object, {} at least.');
  }
  return checkedValue(schema, text.trim() === '' ? {} : parsedJson(text));
}

function parsedJson(text: string): unknown {
  if (depthOf(text) > maxJsonDepth) throw new AppError('malformed-json', `${jsonTooDeep().message}.`);
  try {
    // A half of a pair of surrogates is no character: it could neither be stored nor be sent back.
    return JSON.parse(text, halfEscape.test(text) ? wellFormed : undefined);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = error instanceof Error ? error.message : '';
    throw new AppError('malformed-json', `The body is not JSON: ${reason}.`);
  }
}

const halfEscape = /\\u[dD][89a-fA-F]/;

const loneHalf = /\p{Cs}/u;

function wellFormed(name: string, value: unknown): unknown {
  if (loneHalf.test(name) || (typeof value === 'string' && loneHalf.test(value))) {
    throw new AppError('malformed-json', 'The body has half of a pair of surrogates, which is no character.');
  }
  return value;
}

/** How deep lists and objects are nested in JSON text. What reads them further on calls itself for each level. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInText = false;
  // No pattern: one for a long text would need a stack as long.
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === '"') isInText = !isInText;
    else if (!isInText) {
      if (mark === '[' || mark === '{') deepest = Math.max(deepest, (depth += 1));
      else if (mark === ']' || mark === '}') depth -= 1;
    } else if (mark === '\\') at += 1;
  }
  return deepest;
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new AppError(
      'malformed-json',
      `content-encoding: the body is sent as ${encoding.slice(0, 40)}, which this server doesn't unpack. Send it plain.`,
    );
  }
  const tooLarge = () =>
    new AppError(
      'body-too-large',
      `The body is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB, which is the most this server takes.`,
    );
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined); // the client may be gone: the answer is the same
      throw tooLarge();
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError('malformed-json', 'The body is not UTF-8.');
  }
}

/** A value as a schema takes it; `at` is where it stands. Throws AppError `bad-request` or `unknown-field`. */
export function checkedValue<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: readonly string[] = [],
): z.output<Schema> {
  const result = schema.safeParse(value, { error: wordsOf });
  if (result.success) return result.data;
  const issues = wholeIssues(schema, value, result.error.issues).flatMap(closestIssues);
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...at, ...issue.path, shown(key)].join('.'))
      : [],
  );
  if (unknown.length > 0) throw unknownFields(unknown);
  const problems = issues.map(({ path, message }) => ({ path: [...at, ...path.map(String)], message }));
  const sentences = problems.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new AppError('bad-request', `${[...new Set(sentences)].join('; ')}.`, problems);
}

const missing = 'is missing';

/** What is wrong with a field, to stand behind its name. Texts that were given may be keys and are not repeated. */
function wordsOf(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  const given =
    typeof input === 'number' || typeof input === 'boolean' || input === null ? input : kindOf(input);
  if (input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
    return missing;
  if (issue.code === 'invalid_type')
    return `must be ${kindNames[issue.expected] ?? issue.expected}, but is ${given}`;
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  }
  if (issue.code === 'too_small') return wordsOfBound('least', issue.inclusive, issue.minimum, input);
  if (issue.code === 'too_big') return wordsOfBound('most', issue.inclusive, issue.maximum, input);
  return undefined;
}

/** A number by its value, a text by its characters, a list by its entries. */
function wordsOfBound(
  which: 'least' | 'most',
  isInclusive: boolean | undefined,
  bound: number | bigint,
  input: unknown,
): string {
  if (typeof input === 'number') {
    const strictly = which === 'least' ? 'more than' : 'less than';
    return `must be ${isInclusive === false ? strictly : `at ${which}`} ${bound}, but is ${input}`;
  }
  const unit = Array.isArray(input) ? ['entry', 'entries'] : ['character', 'characters'];
  const found = typeof input === 'string' || Array.isArray(input) ? ` but has ${input.length}` : '';
  return `must have at ${which} ${bound} ${unit[Number(bound) === 1 ? 0 : 1]},${found}`.replace(/,$/, '');
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function kindOf(value: unknown): string {
  return kindNames[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}

/** A name that nobody would see else. */
function shown(name: string): string {
  return name === '' ? '""' : name;
}

function unknownFields(names: readonly string[]): AppError {
  const what = names.length === 1 ? 'Unknown field' : 'Unknown fields';
  return new AppError('unknown-field', `${what}: ${names.join(', ')}.`, names);
}

type Issue = z.core.$ZodIssue;

/** What is wrong with a value. Of alternatives zod would tell nothing but the one with unknown fields, if there is just one. */
function wholeIssues(schema: z.ZodType, value: unknown, issues: readonly Issue[]): readonly Issue[] {
  if (!(schema instanceof z.ZodUnion)) return issues;
  const errors = schema.options.map(
    (option) => (option as z.ZodType).safeParse(value, { error: wordsOf }).error?.issues ?? [],
  );
  return [{ code: 'invalid_union', errors, path: [], message: '', input: value }];
}

/**
 * Of alternatives only the one that came closest is worth telling about: the one with the fewest complaints. Where each
 * lacks one field only, or a field belongs to another of them, that is said instead.
 */
function closestIssues(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const branches = issue.errors.map((branch) => branch.flatMap(closestIssues));
  const lacking = branches.map(([first, ...others]) =>
    others.length === 0 && first?.message === missing ? first.path.join('.') : null,
  );
  if (lacking.length > 1 && lacking.every((name) => name !== null)) {
    return [told(issue, [], `needs ${lacking.join(' or ')}`)];
  }
  const complaints = (branch: Issue[]) =>
    branch.filter(({ code }) => code === 'invalid_type').length * 2 +
    branch.reduce((sum, one) => sum + (one.code === 'unrecognized_keys' ? one.keys.length * 2 : 1), 0);
  const [closest = [issue]] = branches.toSorted((a, b) => complaints(a) - complaints(b));
  const strange = unknownKeys(closest);
  for (const other of branches.filter((branch) => branch !== closest)) {
    const own = unknownKeys(other);
    const [misplaced] = strange.filter((key) => own.length > 0 && !own.includes(key));
    if (misplaced === undefined) continue;
    const lacked = other.flatMap(({ message, path }) => (message === missing ? path.join('.') : []));
    const words =
      lacked.length === 0
        ? `goes without ${own.join(', ')}`
        : `goes with ${lacked.join(', ')}, not with ${own.join(', ')}`;
    return [told(issue, [misplaced], words)];
  }
  return closest.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
}

/** The fields that an alternative doesn't know. */
function unknownKeys(branch: readonly Issue[]): string[] {
  return branch.flatMap((one) => (one.code === 'unrecognized_keys' ? one.keys : []));
}

function told(issue: Issue, path: readonly string[], message: string): Issue {
  return { code: 'custom', path: [...issue.path, ...path], message, input: undefined };
}
