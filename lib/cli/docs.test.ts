import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configVariables } from '@/lib/runtime/config';
import { engineFacts, engineNames } from '@/lib/llm/engines';
import { createProgram } from './program';

const docs = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8');

test('docs/cli.md names every environment variable', () => {
  const keys = engineNames.flatMap((name) => engineFacts(name).keyVariable ?? []);
  for (const name of [...configVariables.map((variable) => variable.name), ...keys]) {
    expect(docs).toContain(`\`${name}\``);
  }
});

test('docs/cli.md has a heading for every command and a line for every option', () => {
  for (const command of createProgram().commands) {
    expect(docs).toContain(`## \`seedloom ${command.name()}\``);
    for (const option of command.options) expect(docs).toContain(`\`${option.long ?? option.flags}`);
  }
});
