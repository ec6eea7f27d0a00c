import { Option, type Command } from 'commander';
import type { KeyScope } from '@/lib/api/key-scope';
import type { StudioFlags } from '../studio/studio';
import { addStudioOptions, inStudio } from './studio-command';

/** Written out: the schema that has them too would make every start slower. */
const scopes = ['read', 'run', 'admin'] as const satisfies readonly KeyScope[];

type Flags = StudioFlags & { json?: boolean };

/** Adds what looks at models and what makes keys of the API. */
export function addModelCommands(program: Command): void {
  const models = program.command('models').description('List providers and models, and try them.');

  addStudioOptions(
    models
      .command('ls')
      .description('List providers, with the ends of their keys, and models with their prices.'),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom models ls
  seedloom models ls --json | jq -r '.models[].name'`,
    )
    .action((options: Flags) =>
      inStudio(options, async (studio) => {
        const { listModels } = await import('../commands/models');
        return listModels(studio, options);
      }),
    );

  addStudioOptions(
    models
      .command('test')
      .description('Ask a provider which models it has, or ask a model something short.')
      .argument('<provider>', 'its id or its name, as models ls has them')
      .option('--model <name>', 'the model to ask'),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom models test OpenAI
  seedloom models test 2 --model gpt-5-mini

Exit codes: 0 it answered, 3 it did not, 5 the server does not answer.`,
    )
    .action((provider: string, options: Flags & { model?: string }) =>
      inStudio(options, async (studio) => {
        const { testModel } = await import('../commands/models');
        return testModel(studio, provider, options);
      }),
    );

  addKeyCommands(program);
}

function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('Make, list and revoke keys of the API.');

  addStudioOptions(keys.command('ls').description('List the keys by name, their ends and their last use.'))
    .addHelpText('after', '\nExamples:\n  seedloom keys ls')
    .action((options: Flags) =>
      inStudio(options, async (studio) => {
        const { listKeys } = await import('../commands/keys');
        return listKeys(studio, options);
      }),
    );

  addStudioOptions(
    keys
      .command('create')
      .description('Make a key and print it this once. From the first one on, the API asks for a key.')
      .argument('[name]', 'what it is for (default: API key)')
      .addOption(
        new Option('--scope <scope>', 'what it may do; the first key is an admin’s')
          .choices(scopes)
          .default('admin'),
      ),
  )
    .addHelpText(
      'after',
      `
Examples:
  export SEEDLOOM_API_KEY=$(seedloom keys create notebook)
  seedloom keys create "CI" --scope run --json`,
    )
    .action((name: string | undefined, options: Flags & { scope: KeyScope }) =>
      inStudio(options, async (studio) => {
        const { createKey } = await import('../commands/keys');
        return createKey(studio, name, options);
      }),
    );

  addStudioOptions(
    keys
      .command('revoke')
      .description('Revoke a key at once, with the sessions of pages that came of it.')
      .argument('<key>', 'its id, or its name where only one has it'),
  )
    .addHelpText('after', '\nExamples:\n  seedloom keys revoke 2\n  seedloom keys revoke notebook')
    .action((key: string, options: Flags) =>
      inStudio(options, async (studio) => {
        const { revokeKey } = await import('../commands/keys');
        return revokeKey(studio, key, options);
      }),
    );
}
