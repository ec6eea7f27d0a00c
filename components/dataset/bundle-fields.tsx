'use client';

import { SelectField, TextField } from '@/components/ui/field';
import { Choice } from '@/components/ui/tabs';
import type { BundleQuery, DownloadQuery, WireDataset } from '@/lib/api/dataset-wire';
import { formatCount } from '@/lib/client/format';
import {
  anyConversation,
  ConversationFields,
  conversationQuery,
  type ConversationChoice,
} from './conversation-fields';

const formats = [
  { value: 'jsonl', label: 'JSONL' },
  { value: 'csv', label: 'CSV' },
  { value: 'parquet', label: 'Parquet' },
  { value: 'chat', label: 'Chat' },
] as const;

const divisions = [
  { value: 'chance', label: 'By chance' },
  { value: 'order', label: 'In row order' },
] as const;

/** What a bundle is made of: which rows of which dataset. */
export type BundleRows = {
  dataset: WireDataset;
  /** Which rows, as the download is asked for them. */
  rows: DownloadQuery;
  /** How many rows these are. */
  count: number;
  scopeWords: string;
};

/** The format and the splits of a bundle, as they are typed. */
export type BundleChoice = {
  format: (typeof formats)[number]['value'];
  conversation: ConversationChoice;
  division: (typeof divisions)[number]['value'];
  /** Shares in per cent. */
  validation: string;
  test: string;
  seed: string;
  /** Columns; empty for none. */
  stratify: string;
  together: string;
};

/** Splits by chance, in which near-duplicates of the last answer stay together. */
export function firstBundleChoice({ columns }: WireDataset): BundleChoice {
  return {
    format: 'jsonl',
    conversation: anyConversation,
    division: 'chance',
    validation: '10',
    test: '10',
    seed: '0',
    stratify: '',
    together: columns.findLast(({ kind }) => kind === 'generated')?.name ?? '',
  };
}

/** How a bundle is asked for, what it holds in words, and why it can't be asked for yet. */
export function readBundleChoice(
  choice: BundleChoice,
  rows: DownloadQuery,
): { query: BundleQuery; holds: string; problem: string | null } {
  const { format, conversation, division, seed, stratify, together } = choice;
  const shares = sharesOf(choice);
  const conversations = format === 'chat' ? conversationQuery(conversation) : {};
  const byChance = {
    split_seed: seed,
    validation_share: String((shares.validation ?? 0) / 100),
    test_share: String((shares.test ?? 0) / 100),
    ...(stratify !== '' && { stratify }),
    ...(together !== '' && { keep_together: together }),
  };
  return {
    query: { ...rows, format, ...conversations, ...(division === 'chance' && byChance) },
    holds: `Files of the splits, recipe, card, provenance, metrics${format === 'chat' ? ', sft.toml' : ''}`,
    problem: problemOf(choice, conversations !== null),
  };
}

/** The fields of a bundle's format and splits. */
export function BundleFields({
  of: { dataset, rows, count },
  choice,
  onChange,
}: {
  of: BundleRows;
  choice: BundleChoice;
  onChange: (choice: BundleChoice) => void;
}) {
  const { format, conversation, division, validation, test, seed, stratify, together } = choice;
  const shares = sharesOf(choice);
  const change = (part: Partial<BundleChoice>) => onChange({ ...choice, ...part });
  const names = dataset.columns.map(({ name }) => name);
  const plain = dataset.columns.filter(({ kind }) => kind !== 'conversation');
  return (
    <>
      <Choice label="Format" items={formats} value={format} onChange={(value) => change({ format: value })} />
      {format === 'chat' ? (
        <ConversationFields
          columns={names}
          choice={conversation}
          onChange={(value) => change({ conversation: value })}
        />
      ) : null}
      <Choice
        label="Splits"
        items={divisions}
        value={division}
        onChange={(value) => change({ division: value })}
      />
      <SplitBar
        parts={countsOf(count, division === 'order' ? { validation: 10, test: 10 } : shares)}
        isOfSome={(rows.filter ?? rows.search ?? '') !== ''}
      />
      {division === 'chance' ? (
        <>
          <div className="field-row">
            <TextField
              label="Validation"
              unit="%"
              inputMode="numeric"
              value={validation}
              error={shares.validation === null ? 'A number from 0 to 90' : undefined}
              onChange={(event) => change({ validation: event.target.value })}
            />
            <TextField
              label="Test"
              unit="%"
              inputMode="numeric"
              value={test}
              error={shares.test === null ? 'A number from 0 to 90' : undefined}
              onChange={(event) => change({ test: event.target.value })}
            />
            <TextField
              label="Seed"
              mono
              inputMode="numeric"
              value={seed}
              error={isSeed(seed) ? undefined : 'A whole number'}
              onChange={(event) => change({ seed: event.target.value })}
            />
          </div>
          <div className="field-row">
            <SelectField
              label="The same shares for each value of"
              value={stratify}
              onChange={(value) => change({ stratify: value })}
            >
              <option value="">no column</option>
              {plain.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </SelectField>
            <SelectField
              label="Near-duplicates stay together by"
              value={together}
              onChange={(value) => change({ together: value })}
            >
              <option value="">no column</option>
              {names.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </SelectField>
          </div>
        </>
      ) : null}
    </>
  );
}

type Shares = Readonly<Record<'validation' | 'test', number | null>>;
type Counts = Readonly<Record<'train' | 'validation' | 'test', number>>;

/** A percentage as it is typed; null for what isn't one. */
function shareOf(text: string): number | null {
  const share = /^\d{1,2}(?:\.\d{1,4})?$/.test(text.trim()) ? Number(text) : Number.NaN;
  return share <= 90 ? share : null;
}

function sharesOf({ validation, test }: BundleChoice): Shares {
  return { validation: shareOf(validation), test: shareOf(test) };
}

function isSeed(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}

function problemOf(choice: BundleChoice, isChosen: boolean): string | null {
  if (!isChosen) return 'Choose the two columns first';
  if (choice.division === 'order') return null;
  const { validation, test } = sharesOf(choice);
  if (validation === null || test === null) return 'Shares are numbers from 0 to 90';
  if (validation + test >= 100) return 'These shares leave no rows to train on';
  return isSeed(choice.seed) ? null : 'The seed is a whole number';
}

function countsOf(rows: number, { validation, test }: Shares): Counts {
  const of = (share: number | null) => Math.floor((rows * (share ?? 0)) / 100 + 1e-9);
  return { train: rows - of(validation) - of(test), validation: of(validation), test: of(test) };
}

/**
 * How many rows each split has, to look at before it is read. Of some rows alone it isn't known: all are divided, and
 * those that fit lie where they lie.
 */
function SplitBar({ parts, isOfSome }: { parts: Counts; isOfSome: boolean }) {
  const entries = (['train', 'validation', 'test'] as const).map((name) => ({ name, rows: parts[name] }));
  return (
    <div className="split-bar">
      <div className="split-bar-parts" aria-hidden>
        {entries.map(({ name, rows }) => (
          <span key={name} className={`split-${name}`} style={{ flexGrow: Math.max(0, rows) }} />
        ))}
      </div>
      <p className="small t2">
        {isOfSome ? 'About ' : ''}
        {entries.map(({ name, rows }) => `${name} ${formatCount(Math.max(0, rows))}`).join(' · ')}
        {isOfSome ? '. Each row is in the split that it has among all rows.' : ''}
      </p>
    </div>
  );
}
