import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configVariables } from '@/lib/runtime/config';
import { engineFacts, engineNames } from '@/lib/llm/engines';
import { withCommands } from './docs';
import { createProgram } from './program/create-program';

const path = join(import.meta.dirname, '../../docs/cli.md');
const docs = readFileSync(path, 'utf8');

test('docs/cli.md names every environment variable', () => {
  const keys = engineNames.flatMap((name) => engineFacts(name).keyVariable ?? []);
  for (const name of [...configVariables.map((variable) => variable.name), ...keys]) {
    expect(docs).toContain(`\`${name}\``);
  }
});

// `npm run docs` writes it.
test('docs/cli.md has the help of every command', async () => {
  await expect(withCommands(docs, createProgram())).toMatchFileSnapshot(path);
});

test('every command has a description and examples, every option words', () => {
  const open = [...createProgram().commands];
  for (let command = open.pop(); command !== undefined; command = open.pop()) {
    open.push(...command.commands);
    expect(command.description()).toMatch(/\.$/);
    for (const { long, description } of command.options) expect(description, long).not.toBe('');
    if (command.commands.length > 0) continue;
    expect(withCommands('<!-- commands -->\n<!-- /commands -->', command)).toContain('Examples:');
  }
});
