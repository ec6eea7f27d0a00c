import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { startRunBody } from '@/lib/api/run-wire';
import { createProgram } from '@/lib/cli/program';
import { applyOverrides, readOverrides } from '@/lib/cli/overrides';
import { runCommand, synthCommand } from './run-command';

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

test('the command for a machine of one’s own is read by the command line as the same run', () => {
  const request = {
    num_samples: 1000,
    seed: 9_007_199_254_740_991,
    budget: { usd: 0.5 },
    model: `OPENROUTER/it's: "mine" [x]/$HOME`,
  };
  const { options, overrides } = readSynth(synthCommand(`it's "a" file.yaml`, request));
  expect(options).toEqual({
    config: `it's "a" file.yaml`,
    num_samples: 1000,
    seed: 9_007_199_254_740_991,
    budget: 0.5,
  });
  const text = 'inference_config:\n  engine: OPENAI\n  model:\n    model_name: gpt-5-mini\n';
  expect(parse(applyOverrides(text, overrides))).toEqual({
    inference_config: { engine: 'OPENROUTER', model: { model_name: `it's: "mine" [x]/$HOME` } },
  });
});

test('a cap in calls, which the command line doesn’t know, and the recipe’s own model leave no flag', () => {
  const { options, overrides } = readSynth(
    synthCommand('stories.yaml', { num_samples: 3, budget: { calls: 20 } }),
  );
  expect(options).toEqual({ config: 'stories.yaml', num_samples: 3 });
  expect(overrides).toEqual([]);
});

/** What a shell and the real parser make of a command: known options, and values for keys of the recipe. */
function readSynth(command: string) {
  const script = `seedloom() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${command}`;
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  const synth = createProgram().commands.find((one) => one.name() === 'synth');
  if (synth === undefined) throw new Error('There is no command synth.');
  const { unknown } = synth.parseOptions(words.slice(1));
  return { options: synth.opts(), overrides: readOverrides(unknown) };
}
