import { Pool } from 'undici';
import { createMeter } from './meter';
import { readTask } from './read-task';
import { answerPrompt, questionPrompt } from './workload';

/** The least a client can do: two dependent calls a row, answers kept in memory, no limits, no retries. */
const task = readTask();
const base = new URL(task.baseUrl);
const pool = new Pool(base.origin, { connections: task.concurrency, pipelining: 1 });
const path = `${base.pathname}/chat/completions`;

const answers: string[] = [];
let nextRow = 0;
const meter = createMeter();
await Promise.all(Array.from({ length: task.concurrency }, makeRows));
process.stdout.write(JSON.stringify(meter.end(answers.length)));
await pool.close();

async function makeRows(): Promise<void> {
  while (nextRow < task.rows) {
    const row = nextRow;
    nextRow += 1;
    const question = await ask(questionPrompt(row), row);
    answers[row] = await ask(answerPrompt(question), row);
  }
}

async function ask(content: string, seed: number): Promise<string> {
  const { body } = await pool.request({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'mock-model',
      messages: [{ role: 'user', content }],
      max_completion_tokens: 64,
      temperature: 1,
      seed,
    }),
  });
  const completion: unknown = JSON.parse(await body.text());
  return isCompletion(completion) ? completion.choices[0].message.content : '';
}

/** The mock's answers are trusted: checking them would not be the least that can be done. */
function isCompletion(value: unknown): value is { choices: [{ message: { content: string } }] } {
  return typeof value === 'object';
}
