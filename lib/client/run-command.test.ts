import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { startRunBody } from '@/lib/api/run-wire';
import { runCommand } from './run-command';

test('the copied command is read by a shell as the request that the button sends', () => {
  const body = { recipe_id: 3, num_samples: 1000, seed: 7, reuse: true, budget: { usd: 0.5 } };
  const named = { ...body, model: 'OPENAI/it\'s "mine" $HOME' };
  for (const request of [body, named]) {
    const command = runCommand('http://127.0.0.1:3000', request);
    // A function in place of curl says what arguments it was given.
    const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${command}`;
    const given = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(given.slice(0, -1)).toEqual([
      '-X',
      'POST',
      'http://127.0.0.1:3000/v1/projects/1/runs',
      '-H',
      'Content-Type: application/json',
      '-d',
    ]);
    expect(startRunBody.parse(JSON.parse(given.at(-1) ?? ''))).toEqual(request);
  }
});

test('a server that asks for a key gets the one of the shell', () => {
  const command = runCommand('http://127.0.0.1:3000', { recipe_id: 3, reuse: true }, { needsKey: true });
  const key = `SEEDLOOM_API_KEY='mine "and" $yours'`;
  const script = `${key}\ncurl() { for one in "$@"; do printf '%s\\n' "$one"; done; }\n${command}`;
  const given = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
  expect(given).toContain('X-API-Key: mine "and" $yours\n');
  expect(command).not.toContain('mine');
});
