import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import packageJson from '@/package.json' with { type: 'json' };
import { createProgram } from './create-program';

test.each(['--version', '-V'])('%s prints the version alone', async (flag) => {
  let said = '';
  const program = createProgram().configureOutput({ writeOut: (text) => (said += text) });
  const ended = program.parseAsync(['node', 'seedloom', flag]);
  await expect(ended).rejects.toMatchObject({ code: 'commander.version', exitCode: 0 });
  await expect(ended).rejects.toBeInstanceOf(CommanderError);
  expect(said).toBe(`${packageJson.version}\n`);
});
