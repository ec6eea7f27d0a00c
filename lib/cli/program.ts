import { Command, InvalidArgumentError } from 'commander';

/** The commands with their options; what they do is loaded when it is called. */
export function createProgram(): Command {
  const program = new Command('seedloom')
    .description('Makes synthetic datasets with language models, from recipes.')
    .showHelpAfterError('(seedloom --help says more)')
    .exitOverride();

  program
    .command('synth')
    .description('Run a recipe and write its rows as JSON Lines.')
    .requiredOption('-c, --config <file>', 'the recipe, a YAML or JSON file')
    .option(
      '--output_path <file>',
      'where the rows go, a .jsonl file (default: the recipe’s, else a new name)',
    )
    .option('--num_samples <n>', 'how many rows, instead of the recipe’s number', wholeNumber(1, 10_000_000))
    .option('--seed <n>', 'the seed, instead of the recipe’s', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--fresh', 'start anew even if a run of this recipe into this file is unfinished')
    .option('--data-dir <dir>', 'where runs and keys are kept (default ~/.seedloom, $SEEDLOOM_DATA_DIR)')
    .addHelpText(
      'after',
      `
Examples:
  seedloom synth -c stories.yaml
  seedloom synth -c stories.yaml --output_path stories.jsonl --num_samples 200
  OPENAI_API_KEY=… seedloom synth -c questions.yaml --output_path out/questions.jsonl

Ctrl-C pauses; the same command goes on where it was. Exit codes: 0 all rows written,
1 it could not start, 2 the recipe is not valid, 3 it failed and what there is is written, 4 paused.`,
    )
    .action(async (options: SynthFlags) => {
      const { synth } = await import('./synth');
      process.exitCode = await synth({
        file: options.config,
        outputPath: options.output_path,
        numSamples: options.num_samples,
        seed: options.seed,
        fresh: options.fresh ?? false,
        dataDir: options.dataDir,
      });
    });

  program
    .command('validate')
    .description('Check a recipe without running it: file:line:column severity code message.')
    .argument('<file>', 'the recipe')
    .addHelpText(
      'after',
      `
Examples:
  seedloom validate stories.yaml

Exit codes: 0 it can be run, 2 it has errors.`,
    )
    .action(async (file: string) => {
      const { validate } = await import('./validate');
      process.exitCode = await validate(file);
    });
  return program;
}

type SynthFlags = {
  config: string;
  output_path?: string;
  num_samples?: number;
  seed?: number;
  fresh?: boolean;
  dataDir?: string;
};

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
