'use client';

import { useState } from 'react';
import { SelectField, TextField } from '@/components/ui/field';
import { Choice } from '@/components/ui/tabs';
import type { BundleQuery, DownloadQuery, WireDataset } from '@/lib/api/dataset-wire';
import { formatCount } from '@/lib/client/format';
import { anyConversation, ConversationFields, conversationQuery } from './conversation-fields';

const formats = [
  { value: 'jsonl', label: 'JSONL', about: 'one object a line' },
  { value: 'csv', label: 'CSV', about: 'opens in any sheet' },
  { value: 'parquet', label: 'Parquet', about: 'typed, compressed' },
  { value: 'chat', label: 'Chat', about: 'messages, with a job file for training' },
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

/** The format and the splits of a bundle, as they are being chosen. */
export function useBundleFields({ dataset, rows, count }: BundleRows) {
  const [format, setFormat] = useState<(typeof formats)[number]['value']>('jsonl');
  const [division, setDivision] = useState<(typeof divisions)[number]['value']>('chance');
  const [validation, setValidation] = useState('10');
  const [test, setTest] = useState('10');
  const [seed, setSeed] = useState('0');
  const [stratify, setStratify] = useState('');
  const [together, setTogether] = useState(
    () => dataset.columns.findLast(({ kind }) => kind === 'generated')?.name ?? '',
  );
  const [conversation, setConversation] = useState(anyConversation);
  const shares = { validation: shareOf(validation), test: shareOf(test) };
  const isSeed = /^\d{1,15}$/.test(seed);
  const conversations = format === 'chat' ? conversationQuery(conversation) : {};
  const problem = problemOf(shares, { isSeed, isChosen: conversations !== null }, division);
  const query: BundleQuery = {
    ...rows,
    format,
    ...conversations,
    ...(division === 'order'
      ? {}
      : {
          split_seed: seed,
          validation_share: String((shares.validation ?? 0) / 100),
          test_share: String((shares.test ?? 0) / 100),
          ...(stratify === '' ? {} : { stratify }),
          ...(together === '' ? {} : { keep_together: together }),
        }),
  };
  const parts = countsOf(
    count,
    division === 'order'
      ? { validation: 10, test: 10 }
      : { validation: shares.validation ?? 0, test: shares.test ?? 0 },
  );
  return {
    query,
    problem,
    /** What the bundle holds, in words. */
    holds: `Files of the splits, recipe, card, provenance, metrics${format === 'chat' ? ', sft.toml' : ''}`,
    fields: (
      <>
        <Choice label="Format" items={formats} value={format} onChange={setFormat} />
        {format === 'chat' ? (
          <ConversationFields
            columns={dataset.columns.map(({ name }) => name)}
            choice={conversation}
            onChange={setConversation}
          />
        ) : null}
        <Choice label="Splits" items={divisions} value={division} onChange={setDivision} />
        <SplitBar parts={parts} />
        {division === 'chance' ? (
          <>
            <div className="field-row">
              <TextField
                label="Validation"
                unit="%"
                inputMode="numeric"
                value={validation}
                error={shares.validation === null ? 'A number from 0 to 90' : undefined}
                onChange={(event) => setValidation(event.target.value)}
              />
              <TextField
                label="Test"
                unit="%"
                inputMode="numeric"
                value={test}
                error={shares.test === null ? 'A number from 0 to 90' : undefined}
                onChange={(event) => setTest(event.target.value)}
              />
              <TextField
                label="Seed"
                mono
                inputMode="numeric"
                value={seed}
                error={isSeed ? undefined : 'A whole number'}
                onChange={(event) => setSeed(event.target.value)}
              />
            </div>
            <div className="field-row">
              <SelectField label="The same shares for each value of" value={stratify} onChange={setStratify}>
                <option value="">no column</option>
                {dataset.columns
                  .filter(({ kind }) => kind !== 'conversation')
                  .map(({ name }) => (
                    <option key={name}>{name}</option>
                  ))}
              </SelectField>
              <SelectField label="Near-duplicates stay together by" value={together} onChange={setTogether}>
                <option value="">no column</option>
                {dataset.columns.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </SelectField>
            </div>
          </>
        ) : null}
      </>
    ),
  };
}

type Shares = Readonly<Record<'validation' | 'test', number | null>>;
type Counts = Readonly<Record<'train' | 'validation' | 'test', number>>;

/** A percentage as it is typed; null for what isn't one. */
function shareOf(text: string): number | null {
  const share = /^\d{1,2}(?:\.\d{1,4})?$/.test(text.trim()) ? Number(text) : Number.NaN;
  return share <= 90 ? share : null;
}

function problemOf(
  { validation, test }: Shares,
  { isSeed, isChosen }: { isSeed: boolean; isChosen: boolean },
  division: 'chance' | 'order',
): string | null {
  if (!isChosen) return 'Choose the two columns first';
  if (division === 'order') return null;
  if (validation === null || test === null) return 'Shares are numbers from 0 to 90';
  if (validation + test >= 100) return 'These shares leave no rows to train on';
  return isSeed ? null : 'The seed is a whole number';
}

function countsOf(rows: number, { validation, test }: { validation: number; test: number }): Counts {
  const of = (share: number) => Math.floor((rows * share) / 100 + 1e-9);
  return { train: rows - of(validation) - of(test), validation: of(validation), test: of(test) };
}

/** How many rows each split has, to look at before it is read. */
function SplitBar({ parts }: { parts: Counts }) {
  const entries = (['train', 'validation', 'test'] as const).map((name) => ({ name, rows: parts[name] }));
  return (
    <div className="split-bar">
      <div className="split-bar-parts" aria-hidden>
        {entries.map(({ name, rows }) => (
          <span key={name} className={`split-${name}`} style={{ flexGrow: Math.max(0, rows) }} />
        ))}
      </div>
      <p className="small t2">
        {entries.map(({ name, rows }) => `${name} ${formatCount(Math.max(0, rows))}`).join(' · ')}
      </p>
    </div>
  );
}
