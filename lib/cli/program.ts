import { Command, InvalidArgumentError, Option } from 'commander';
import { exportFormats, type ExportFormat } from '@/lib/recipe/interchange/export-format';

/** The commands with their options; what they do is loaded when it is called. */
export function createProgram(): Command {
  const program = new Command('seedloom')
    .description('Makes synthetic datasets with language models, from recipes.')
    .showHelpAfterError('(seedloom --help says more)')
    .exitOverride();

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
  OPENAI_API_KEY=… seedloom synth -c questions.yaml --output_path out/questions.jsonl

Ctrl-C pauses; the same command goes on where it was. Exit codes: 0 all rows written,
1 it could not start, 2 the recipe is not valid, 3 it failed and what there is is written, 4 paused.`,
    )
    .action(async (options: SynthFlags, command: Command) => {
      const [{ synth }, { readOverrides }] = await Promise.all([import('./synth'), import('./overrides')]);
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
        logLevel: options.logLevel,
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

  addRecipeCommands(program);
  addGcCommand(program);
  return program;
}

function addRecipeCommands(program: Command): void {
  const recipes = program
    .command('recipes')
    .description('Take recipes in from other programs, and give them out.');

  recipes
    .command('import')
    .description(
      'Make a recipe of YAML or JSON: ours, oumi’s, the hosted service’s, or a list of parameters.',
    )
    .argument('<file>', 'the file')
    .option('--name <name>', 'what the recipe is called in the studio (default: the file’s name)')
    .option('--output <file>', 'write the YAML there, - for standard output, instead of storing it')
    .option('--data-dir <dir>', dataDirHelp)
    .addHelpText(
      'after',
      `
Examples:
  seedloom recipes import banking77.json --name "Banking77 intents"
  seedloom recipes import params.json --output recipe.yaml

Prints the id of the stored recipe. What has no place in a recipe is named on standard error.
Exit codes: 0 it can be run, 1 the file can't be read or written, 2 it has errors (it is stored all the same).`,
    )
    .action(async (file: string, options: { name?: string; output?: string; dataDir?: string }) => {
      const { importFile } = await import('./recipes');
      process.exitCode = await importFile({ file, ...options });
    });

  recipes
    .command('export')
    .description('Write a recipe for oumi or for the hosted service, and name what those can’t do.')
    .argument('<recipe>', 'a file, or the id of a recipe in the studio')
    .addOption(new Option('--format <format>', 'for whom').choices(exportFormats).default('oumi'))
    .option('--output <file>', 'write there instead of to standard output')
    .option('--data-dir <dir>', dataDirHelp)
    .addHelpText(
      'after',
      `
Examples:
  seedloom recipes export recipe.yaml > oumi.yaml
  seedloom recipes export 3 --format hosted --output body.json

Exit codes: 0 written, 1 it can't be read or written, 2 the recipe has errors.`,
    )
    .action(async (recipe: string, options: { format: ExportFormat; output?: string; dataDir?: string }) => {
      const { exportTo } = await import('./recipes');
      process.exitCode = await exportTo({ recipe, ...options });
    });
}

function addGcCommand(program: Command): void {
  program
    .command('gc')
    .description('Clear answers of models that no row uses any more.')
    .option('--days <n>', 'those that are older than so many days', wholeNumber(0, 36_500), 30)
    .option('--dry-run', 'only tell how many there are')
    .option('--json', 'tell it as JSON')
    .option('--data-dir <dir>', dataDirHelp)
    .addHelpText(
      'after',
      `
An answer is kept as long as a row, or what a row can be set back to, stands on it, and as long as a run of
its recipe is not over. The worker does the same by itself, once a day.

Examples:
  seedloom gc
  seedloom gc --days 7 --dry-run

Exit codes: 0 done, 1 the data can't be opened.`,
    )
    .action(async (options: { days: number; dryRun?: true; json?: true; dataDir?: string }) => {
      const { gc } = await import('./gc');
      const { days, dryRun = false, json = false, dataDir } = options;
      process.exitCode = await gc({ days, dryRun, json, dataDir });
    });
}

const dataDirHelp = 'where runs and keys are kept (default ~/.seedloom, $SEEDLOOM_DATA_DIR)';

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
  logLevel?: string;
};

function dollars(text: string): number {
  const value = Number(text.replace(/^\$/, ''));
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a sum of dollars above 0, such as 2.50.');
}

/** Our names of log levels, and those of oumi's --log-level. */
const logLevels: Readonly<Record<string, string>> = {
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  critical: 'fatal',
};

function logLevel(text: string): string {
  const level = logLevels[text.toLowerCase()];
  if (level !== undefined) return level;
  throw new InvalidArgumentError(`It must be one of ${Object.keys(logLevels).join(', ')}.`);
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
