import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { synthCommand } from '@/lib/client/run-command';
import { applyOverrides, readOverrides } from '../synth/overrides';
import { createProgram } from './create-program';

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
