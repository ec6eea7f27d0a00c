import { Option, type Command } from 'commander';
import type { BundleQuery, DownloadQuery, MetricsQuery } from '@/lib/api/dataset-wire';
import type { ExportChoice } from '../commands/datasets';
import { AppError } from '@/lib/util/app-error';
import { formatOfFile } from '../studio/format-of-file';
import type { StudioFlags } from '../studio/studio';
import { limitOption, wholeNumber } from './option-values';
import { addStudioOptions, inStudio } from './studio-command';

const datasetHelp = 'its id, or its name where only one has it';

type Flags = StudioFlags & { json?: boolean };

type BundleFlags = StudioFlags &
  Pick<DownloadQuery, 'columns' | 'status' | 'search' | 'filter' | 'sort' | 'label' | 'separator'> &
  Pick<DownloadQuery, 'system' | 'user' | 'assistant' | 'input'> & {
    format?: string;
    indexColumn?: string;
    spreadsheetSafe?: boolean;
    splitSeed?: number;
    validationShare?: string;
    testShare?: string;
    stratify?: string;
    keepTogether?: string;
  };

type ExportFlags = BundleFlags &
  Pick<DownloadQuery, 'split'> & { output?: string; limit?: number; bundle?: boolean; metrics?: boolean };

type PushFlags = BundleFlags & { public?: boolean; token?: string; json?: boolean };

/** Adds what lists datasets and writes them as files. */
export function addDatasetCommands(program: Command): void {
  const datasets = program
    .command('datasets')
    .description('List datasets, look at them and write them as files.');

  addStudioOptions(
    datasets.command('ls').description('List datasets, the newest first.').addOption(limitOption()),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom datasets ls
  seedloom datasets ls --json | jq -r '.[] | [.id, .rows] | @tsv'`,
    )
    .action((options: Flags & { limit: number }) =>
      inStudio(options, async (studio) => {
        const { listDatasets } = await import('../commands/datasets');
        return listDatasets(studio, options);
      }),
    );

  addStudioOptions(
    datasets
      .command('show')
      .description('Print how many rows a dataset has and what its columns hold.')
      .argument('<dataset>', datasetHelp),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  seedloom datasets show 12\n  seedloom datasets show 12 --json | jq .columns',
    )
    .action((dataset: string, options: Flags) =>
      inStudio(options, async (studio) => {
        const { showDataset } = await import('../commands/datasets');
        return showDataset(studio, dataset, options);
      }),
    );

  addExport(datasets);
  addPush(datasets);
}

function addExport(datasets: Command): void {
  addStudioOptions(
    addBundleOptions(
      datasets
        .command('export')
        .description('Write a dataset as a file, or to standard output.')
        .argument('<dataset>', datasetHelp)
        .option('--output <file>', 'write there instead of to standard output')
        .addOption(new Option('--split <part>', 'only this part').choices(['train', 'validation', 'test']))
        .option('--limit <n>', 'so many rows at most', wholeNumber(1, 1_000_000_000))
        .addOption(
          new Option(
            '--bundle',
            'a zip: a file for each split, the recipe, a card, where each row came from',
          ).conflicts(['metrics', 'split', 'limit']),
        )
        .addOption(
          new Option('--metrics', 'what each row took, as CSV: calls, tokens, seconds, dollars').conflicts([
            'split',
            'limit',
            'format',
            'columns',
            'label',
            'separator',
            'indexColumn',
            'spreadsheetSafe',
            'system',
            'user',
            'assistant',
            'input',
          ]),
        ),
      { defaultFormat: 'by the name of --output, else jsonl' },
    ),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom datasets export 12 > rows.jsonl
  seedloom datasets export "Tiny stories" --output stories.parquet
  seedloom datasets export 12 --format csv --columns topic,answer --split train --output train.csv
  seedloom datasets export 12 --format chat --user question --assistant answer --output sft.jsonl
  seedloom datasets export 12 --bundle --test-share 0.2 --stratify topic --output stories.zip
  seedloom datasets export 12 --metrics --output metrics.csv

A file gets its name when it is whole. Exit codes: 0 written, 1 it can't be, 5 the server does not answer.`,
    )
    .action((dataset: string, options: ExportFlags) =>
      inStudio(options, async (studio) => {
        const { exportDataset } = await import('../commands/datasets');
        return exportDataset(studio, dataset, { output: options.output ?? '-', choice: choiceOf(options) });
      }),
    );
}

function addPush(datasets: Command): void {
  addStudioOptions(
    addBundleOptions(
      datasets
        .command('push')
        .description(
          'Put a dataset on the Hugging Face hub: its splits, recipe, card and provenance, in one commit.',
        )
        .argument('<dataset>', datasetHelp)
        .argument('<repo>', 'owner/name; it is made where there is none')
        .option('--public', 'a repository that is made can be seen by everybody')
        .option('--token <token>', 'a key of the hub that may write (default $HF_TOKEN)'),
      { defaultFormat: 'jsonl' },
    ),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom datasets push 12 maria/stories
  seedloom datasets push "Tiny stories" maria/stories --format parquet --split-seed 1 --public

Without a key of its own the studio takes its HF_TOKEN, else that of a provider at the hub. HF_ENDPOINT names another hub.
Exit codes: 0 pushed, 1 it can't be, 5 the server does not answer.`,
    )
    .action((dataset: string, repo: string, options: PushFlags) =>
      inStudio(options, async (studio) => {
        const { pushDataset } = await import('../commands/datasets');
        return pushDataset(studio, dataset, {
          repo,
          isPublic: options.public ?? false,
          token: options.token,
          query: contentOf(options),
          ...(options.json && { json: true }),
        });
      }),
    );
}

/** Which rows are written, how, and how they are divided. */
function addBundleOptions(command: Command, { defaultFormat }: { defaultFormat: string }): Command {
  return command
    .option(
      '--format <format>',
      `jsonl, json, csv, parquet, chat, sharegpt, alpaca … (default: ${defaultFormat})`,
    )
    .option('--columns <names>', 'only these columns, with commas between them')
    .addOption(
      new Option('--status <status>', 'rows that were …')
        .choices(['accepted', 'rejected', 'failed', 'spare', 'all'])
        .default('accepted'),
    )
    .option(
      '--split-seed <n>',
      'divide by chance with this seed instead of in row order',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .option('--validation-share <share>', 'for validation, such as 0.1')
    .option('--test-share <share>', 'for the test, such as 0.1')
    .option('--stratify <column>', 'each value of this column in the same shares')
    .option('--keep-together <column>', 'rows with nearly the same text in this column in one split')
    .option('--search <text>', 'only rows with this text')
    .option('--filter <json>', 'only rows that fit, such as \'[{"column":"tone","op":"eq","value":"calm"}]\'')
    .option('--sort <column>', 'in this order; -column the other way round')
    .addOption(new Option('--label <label>', 'sampled values by').choices(['id', 'name']).default('id'))
    .addOption(
      new Option('--separator <separator>', 'CSV: between two cells').choices(['comma', 'semicolon', 'tab']),
    )
    .option('--index-column <name>', 'CSV: a first column of this name with the row’s index')
    .option('--spreadsheet-safe', 'CSV: what a spreadsheet would run as a formula gets an apostrophe')
    .option('--system <text>', 'conversations: their system message')
    .option('--user <column>', 'conversations made of two columns: who asks')
    .option('--assistant <column>', 'conversations made of two columns: who answers')
    .option('--input <column>', 'with these two: what the question is about, a field of its own in alpaca');
}

function choiceOf(options: ExportFlags): ExportChoice {
  if (options.metrics) return { kind: 'metrics', query: rowsOf(options) };
  const query = contentOf(options);
  if (options.bundle) return { kind: 'bundle', query };
  const { split, limit, output = '-', format = formatOfFile(output) } = options;
  if (/\.zip$/i.test(output))
    throw new AppError('bad-option', `--output ${output}: a zip is written with --bundle.`);
  return {
    kind: 'rows',
    query: { ...query, format, split, ...(limit !== undefined && { limit: String(limit) }) },
  };
}

/** Which rows, and how they are divided. */
function rowsOf(options: BundleFlags): MetricsQuery {
  const { status, search, filter, sort, stratify, splitSeed, validationShare, testShare, keepTogether } =
    options;
  return {
    ...{ status, search, filter, sort, stratify },
    ...(splitSeed !== undefined && { split_seed: String(splitSeed) }),
    ...(validationShare !== undefined && { validation_share: validationShare }),
    ...(testShare !== undefined && { test_share: testShare }),
    ...(keepTogether !== undefined && { keep_together: keepTogether }),
  };
}

function contentOf(options: BundleFlags): BundleQuery {
  const { format, columns, label, separator, system, user, assistant, input, indexColumn, spreadsheetSafe } =
    options;
  return {
    ...rowsOf(options),
    ...{ format, columns, label, separator, system, user, assistant, input },
    ...(indexColumn !== undefined && { index_column: indexColumn }),
    ...(spreadsheetSafe && { spreadsheet_safe: 'true' as const }),
  };
}
