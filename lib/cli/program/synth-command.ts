import type { Command } from 'commander';
import { dataDirHelp, dollars, logLevel, wholeNumber } from './option-values';

/** Adds the command that runs a recipe file. */
export function addSynthCommand(program: Command): void {
  program
    .command('synth')
    .alias('synthesize')
    .description('Run a recipe and write its rows as JSON Lines.')
    .usage('-c <file> [options] [--key.of.the.recipe <value> …]')
    .option('-c, --config <file>', 'the recipe: YAML or JSON of ours, of oumi or of the hosted service')
    .option(
      '--output_path <file>',
      'where the rows go, a .jsonl file (default: the recipe’s, else a new name)',
    )
    .option('--append <file>', 'put the rows behind those of this .csv file; its column index goes on')
    .option('--num_samples <n>', 'how many rows, instead of the recipe’s number', wholeNumber(1, 10_000_000))
    .option('--seed <n>', 'the seed, instead of the recipe’s', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--budget <usd>', 'pause before this sum of dollars is passed', dollars)
    .option('--params <file>', 'a JSON file of parameters: sampled attributes take their values from it')
    .option('--dry-run', 'print the prompts of the first row and the price of all, and ask no model')
    .option('--fresh', 'start anew even if a run of this recipe into this file is unfinished')
    .option('--data-dir <dir>', dataDirHelp)
    .option('--remote <url>', 'run it on the server at this address; its rows come here')
    .option('--key <key>', 'the API key of that server (default $SEEDLOOM_API_KEY)')
    .option('--log-level <level>', 'log to standard error: debug, info, warn or error', logLevel)
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText(
      'after',
      `
Any key of the recipe can be given another value, which is read as YAML: its path with dots, positions
in lists as [0] or .0, the value behind a blank or a =.

Examples:
  seedloom synth -c stories.yaml
  seedloom synth -c stories.yaml --output_path stories.jsonl --num_samples 200
  seedloom synth -c stories.yaml --inference_config.generation.temperature 0.9
  seedloom synth -c stories.yaml --strategy_params.sampled_attributes[0].name="Tone of voice"
  seedloom synth -c calls.yaml --params params.json --append dataset.csv --budget 2.50
  seedloom synth -c calls.yaml --dry-run
  seedloom synth -c calls.yaml --remote http://studio:3000 --output_path calls.jsonl
  OPENAI_API_KEY=… seedloom synth -c questions.yaml --output_path out/questions.jsonl

Ctrl-C pauses; the same command goes on where it was. Exit codes: 0 all rows written,
1 it could not start, 2 the recipe is not valid, 3 it failed and what there is is written, 4 paused,
5 the server does not answer.`,
    )
    .action(async (options: SynthFlags, command: Command) => {
      const [{ synth }, { readOverrides }] = await Promise.all([
        import('../synth/synth'),
        import('../synth/overrides'),
      ]);
      process.exitCode = await synth({
        file: options.config,
        outputPath: options.output_path,
        append: options.append,
        numSamples: options.num_samples,
        seed: options.seed,
        budgetUsd: options.budget,
        params: options.params,
        overrides: readOverrides(command.args),
        fresh: options.fresh ?? false,
        dryRun: options.dryRun ?? false,
        dataDir: options.dataDir,
        remote: options.remote,
        key: options.key,
        logLevel: options.logLevel,
      });
    });
}

type SynthFlags = {
  config?: string;
  output_path?: string;
  append?: string;
  num_samples?: number;
  seed?: number;
  budget?: number;
  params?: string;
  dryRun?: boolean;
  fresh?: boolean;
  dataDir?: string;
  remote?: string;
  key?: string;
  logLevel?: string;
};
