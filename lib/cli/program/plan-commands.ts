import type { Command } from 'commander';
import type { StudioFlags } from '../studio/studio';
import { dataDirHelp, maxSeed, wholeNumber } from './option-values';
import { addStudioOptions, inStudio } from './studio-command';

const recipeHelp = 'a file, or the id or name of a recipe in the studio';

type PlannedFlags = StudioFlags & { json?: boolean; seed?: number; start?: number; rows?: number };
type EstimateFlags = StudioFlags & { json?: boolean; seed?: number; num_samples?: number; model?: string };

/** Adds what looks at a recipe before it is run: validate, preview, estimate, try. */
export function addPlanCommands(program: Command): void {
  program
    .command('validate')
    .description(
      'Check a recipe and the files that it names without running it: file:line:column severity code message.',
    )
    .argument('<file>', 'the recipe')
    .option('--data-dir <dir>', dataDirHelp)
    .option('--json', 'print JSON, for scripts: { valid, diagnostics }')
    .addHelpText(
      'after',
      `
Examples:
  seedloom validate stories.yaml
  seedloom validate stories.yaml --json | jq '.diagnostics[].message'

Exit codes: 0 it can be run, 2 it has errors.`,
    )
    .action(async (file: string, options: { json?: boolean; dataDir?: string }) => {
      const { validate } = await import('../commands/validate');
      process.exitCode = await validate(file, options);
    });
  addPreview(program);
  addEstimate(program);
  addTry(program);
}

function addPreview(program: Command): void {
  addStudioOptions(
    program
      .command('preview')
      .description('Print planned rows with the prompts that a run will send. Asks no model.')
      .argument('<recipe>', recipeHelp)
      .option('--rows <n>', 'how many rows (default 5)', wholeNumber(1, 100))
      .option('--start <n>', 'the first row (default 0)', wholeNumber(0, 2 ** 31 - 1))
      .option('--seed <n>', 'the seed, instead of the recipe’s', wholeNumber(0, maxSeed)),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom preview stories.yaml
  seedloom preview "Tiny stories" --rows 1 --start 20 --seed 7
  seedloom preview 3 --json | jq '.rows[0].prompts'

A value that a model has yet to write stands in braces.
Exit codes: 0 printed, 1 it can't be read, 2 the recipe has errors, 5 the server does not answer.`,
    )
    .action((recipe: string, options: PlannedFlags) =>
      inStudio(options, async (studio) => {
        const { preview } = await import('../commands/preview');
        return preview(studio, recipe, options);
      }),
    );
}

function addEstimate(program: Command): void {
  addStudioOptions(
    program
      .command('estimate')
      .description('Say what a run would ask and cost. Starts nothing and asks no model.')
      .argument('<recipe>', recipeHelp)
      .option(
        '--num_samples <n>',
        'how many rows, instead of the recipe’s number',
        wholeNumber(1, 10_000_000),
      )
      .option('--seed <n>', 'the seed, instead of the recipe’s', wholeNumber(0, maxSeed))
      .option('--model <name>', 'another model, as NAME or ENGINE/NAME'),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom estimate stories.yaml
  seedloom estimate calls.yaml --num_samples 10000 --model OPENAI/gpt-5-mini
  seedloom estimate 3 --json | jq .cost_usd

Answers that the studio has already cost nothing and are left out of the sum.
Exit codes: 0 printed, 1 it can't be read, 2 the recipe has errors, 5 the server does not answer.`,
    )
    .action((recipe: string, options: EstimateFlags) =>
      inStudio(options, async (studio) => {
        const { estimate } = await import('../commands/preview');
        return estimate(studio, recipe, { ...options, numSamples: options.num_samples });
      }),
    );
}

function addTry(program: Command): void {
  addStudioOptions(
    program
      .command('try')
      .description('Make a few rows for real and print what the model writes while it writes it.')
      .argument('<recipe>', recipeHelp)
      .option('--rows <n>', 'how many rows (default 3)', wholeNumber(1, 20))
      .option('--start <n>', 'the first row (default 0)', wholeNumber(0, 2 ** 31 - 1))
      .option('--seed <n>', 'the seed, instead of the recipe’s', wholeNumber(0, maxSeed)),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom try stories.yaml --rows 1
  seedloom try 3 --seed 7 --json

The rows are those that a run with this seed begins with. --json prints one event a line.
Exit codes: 0 all answered, 1 it could not start, 2 the recipe has errors, 3 the model failed, 4 Ctrl-C,
5 the server does not answer.`,
    )
    .action((recipe: string, options: PlannedFlags) =>
      inStudio(options, async (studio) => {
        const { tryRows } = await import('../commands/try');
        return tryRows(studio, recipe, options);
      }),
    );
}
