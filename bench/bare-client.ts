import { Pool } from 'undici';
import { createMeter } from './meter';
import { readTask } from './read-task';
import { answerPrompt, questionPrompt } from './workload';

/** The least a client can do: two dependent calls a row, answers kept in memory, no limits, no retries. */
const task = readTask();
const base = new URL(task.baseUrl);
const pool = new Pool(base.origin, { connections: task.concurrency, pipelining: 1 });
const path = `${base.pathname}/chat/completions`;

const meter = createMeter();
const answers: string[] = [];
let nextRow = 0;
meter.begin();
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
  return textOf(JSON.parse(await body.text()));
}

function textOf(completion: { choices: [{ message: { content: string } }] }): string {
  return completion.choices[0].message.content;
}
