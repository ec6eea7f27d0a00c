import { stringify } from 'yaml';
import type { Column, ColumnKind } from '@/lib/dataset/column';
import { type Split, splits } from '@/lib/dataset/split';

/** What the card of a dataset tells. */
export type CardFacts = {
  readonly name: string;
  readonly columns: readonly Column[];
  /** For each split the path of its file beside the card, and its rows. */
  readonly files: Readonly<Record<Split, { readonly path: string; readonly rows: number }>>;
  /** How the rows were divided, in words. */
  readonly division: string;
  readonly seed: number;
  readonly models: readonly string[];
  readonly calls: number;
  readonly costUsd: number;
  /** When the run began; ISO 8601. */
  readonly madeAt: string | null;
  /** The version of the program that made it. */
  readonly version: string;
};

/**
 * The README.md of a dataset as the Hugging Face hub reads it: a head in YAML that names the files of the splits, so
 * that `load_dataset` finds them (https://huggingface.co/docs/hub/datasets-manual-configuration), and what a reader
 * wants to know.
 */
export function datasetCard(facts: CardFacts): string {
  const { name, columns, files, division, seed, models, calls, costUsd, madeAt, version } = facts;
  const total = splits.reduce((sum, split) => sum + files[split].rows, 0);
  const head = stringify({
    pretty_name: name,
    tags: ['synthetic', 'seedloom'],
    size_categories: [sizeCategory(total)],
    configs: [
      {
        config_name: 'default',
        // A file without rows has no columns to be read.
        data_files: splits
          .filter((split) => files[split].rows > 0)
          .map((split) => ({ split, path: files[split].path })),
      },
    ],
  });
  return `---
${head}---

# ${oneLine(name)}

Made with language models by Seedloom ${version}; no row was written by a person unless \`provenance.jsonl\` says so.

| Split | Rows | File |
| --- | ---: | --- |
${splits.map((split) => `| ${split} | ${files[split].rows} | \`${files[split].path}\` |`).join('\n')}

${division}

## Columns

| Column | Comes from |
| --- | --- |
${columns.map((column) => `| ${cellText(column.name)} | ${origins[column.kind]} |`).join('\n')}

## How it was made

- Recipe: \`recipe.yaml\`; with seed ${seed} the same rows are planned again.
- ${models.length === 1 ? 'Model' : 'Models'}: ${models.length === 0 ? 'none was asked' : models.map((model) => `\`${model}\``).join(', ')}
- Calls: ${calls}, for $${costUsd.toFixed(costUsd >= 1 ? 2 : 4)}
- Made: ${madeAt ?? 'not begun'}
- \`provenance.jsonl\` tells for each row which calls made it, \`metrics.csv\` what they took.

What a model may be used for, and what it writes, is governed by its license: look at it before you publish this.
`;
}

const origins: Readonly<Record<ColumnKind, string>> = {
  sampled: 'drawn by chance',
  source: 'an input file',
  generated: 'an answer of a model',
  conversation: 'a conversation of a model with itself',
  transformed: 'put together from other columns',
};

/** The categories that the hub knows. */
function sizeCategory(rows: number): string {
  const bounds = [
    [1_000, 'n<1K'],
    [10_000, '1K<n<10K'],
    [100_000, '10K<n<100K'],
    [1_000_000, '100K<n<1M'],
  ] as const;
  return bounds.find(([bound]) => rows < bound)?.[1] ?? '1M<n<10M';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function cellText(text: string): string {
  return oneLine(text).replaceAll('|', '\\|');
}
