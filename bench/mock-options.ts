import { z } from 'zod';

const share = z.number().min(0).max(1).default(0);

/** An answer, or a failure, for the prompts that contain a text. */
const scriptedAnswer = z
  .strictObject({
    contains: z.string(),
    answer: z.string().optional(),
    toolCalls: z
      .array(z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }))
      .optional()
      .describe('Calls of tools, for questions that offer some; such an entry fits no others.'),
    finishReason: z.string().optional(),
    status: z.int().optional(),
    message: z.string().optional().describe('The error.message of a failure.'),
    delayMs: z.number().optional(),
  })
  .readonly();

/** How the mock endpoint behaves; every part may be changed while it runs by `POST /__config`. */
export const mockOptionsSchema = z.strictObject({
  latencyMs: z.number().default(0).describe('Time until an answer starts.'),
  jitterMs: z
    .number()
    .default(0)
    .describe('Up to this much is added to the latency, by the hash of the prompt.'),
  words: z.int().default(32).describe('Words in an answer.'),
  rpm: z.number().default(0).describe('Requests per minute; above that 429 with Retry-After. 0 = no limit.'),
  bucket: z.number().default(0).describe('How many requests the bucket of rpm holds; 0 = one second of it.'),
  fault429: share.describe('Shares of calls that go wrong, by the hash of prompt and try.'),
  fault500: share,
  faultHang: share.describe('Never answered: the connection stays open.'),
  faultCut: share.describe('The JSON of the answer ends in its middle.'),
  faultSchema: share.describe('Valid JSON of another shape.'),
  faultReset: share.describe('The connection is reset.'),
  faultBlank: share.describe('An answer with an empty text.'),
  retryAfterSeconds: z.number().default(1).describe('Sent with the 429s of fault429.'),
  statedRpm: z.int().default(0).describe('Told in the head of every answer, and not kept. 0 = not told.'),
  apiKey: z.string().default('').describe('The only key that is accepted; empty = any or none.'),
  models: z.array(z.string()).default([]).describe('The models it has; any other is a 404. Empty = all.'),
  mode: z
    .enum(['words', 'echo'])
    .default('words')
    .describe('Words by the hash of the prompt, or the last message back.'),
  script: z
    .array(scriptedAnswer)
    .default([])
    .describe('Asked before mode: the first entry that fits answers.'),
  down: z.boolean().default(false).describe('While true, every connection is reset.'),
  holdAfter: z
    .int()
    .default(0)
    .describe('Answers beyond so many wait until this is raised, or 0. 0 = none waits.'),
  seed: z.int().default(0).describe('Chooses which calls the faults hit.'),
});

export type MockOptions = Readonly<z.infer<typeof mockOptionsSchema>>;

/** A fast endpoint without limits or faults. */
export const defaultMockOptions: MockOptions = mockOptionsSchema.parse({});
