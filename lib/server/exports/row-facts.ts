import { stringify } from 'csv-stringify/sync';
import type { Split } from '@/lib/dataset/split';
import { readRowCalls, type RowCall } from '@/lib/store/row-calls';
import type { RunRecord } from '@/lib/store/runs';
import type { StoredRow } from '@/lib/store/rows';
import { wireTime } from '../dto/time';
import type { Server } from '../server';
import type { Pages } from './export-request';

/** A row and the calls that made it. */
export type RowFacts = {
  readonly row: StoredRow;
  readonly split: Split | null;
  readonly calls: readonly RowCall[];
};

const pageRows = 1000;

/** Reads rows with the calls that made them, a page at a time. */
export async function* rowFacts(
  { context }: Server,
  run: RunRecord,
  { pages, split }: { pages: Pages; split: Split | null },
): AsyncGenerator<readonly RowFacts[], undefined> {
  for (;;) {
    const rows = await pages(pageRows);
    if (rows.length === 0) return;
    const indices = rows.map(({ index }) => index);
    const calls = await readRowCalls(context.db, { runId: run.id, scope: run.journalScope, indices });
    const byRow = new Map<number, RowCall[]>();
    for (const call of calls) {
      const known = byRow.get(call.index);
      if (known === undefined) byRow.set(call.index, [call]);
      else known.push(call);
    }
    yield rows.map((row) => ({ row, split, calls: byRow.get(row.index) ?? [] }));
  }
}

/** One object a line: what made each row, and what a person did to it. Texts aren't in it, their hashes are. */
export function provenanceLines(rows: readonly RowFacts[]): string {
  return rows.map((facts) => `${JSON.stringify(provenanceOf(facts))}\n`).join('');
}

function provenanceOf({ row, split, calls }: RowFacts) {
  return {
    index: row.index,
    ...(split !== null && { split }),
    edited: row.edited,
    rating: row.rating,
    calls: calls.map((call) => ({
      attribute_id: call.attributeId,
      step: call.step,
      model: call.model,
      prompt_hash: call.promptHash,
      finish_reason: call.finishReason,
      prompt_tokens: call.promptTokens,
      completion_tokens: call.completionTokens,
      cost_usd: call.costUsd,
      latency_ms: call.latencyMs,
      failures: call.failures.map(({ code, waitedMs }) => ({ code, waited_ms: waitedMs })),
      reused: call.isReused,
      at: wireTime(call.at),
    })),
  };
}

/** The head of `metricLines`. */
export const metricHead = csvLines([
  [
    'index',
    'split',
    'calls',
    'reused_calls',
    'attempts',
    'prompt_tokens',
    'completion_tokens',
    'seconds',
    'cost_usd',
  ],
]);

/** One line a row: what its calls took together. `attempts` counts those that failed before an answer came too. */
export function metricLines(rows: readonly RowFacts[]): string {
  return csvLines(
    rows.map(({ row, split, calls }) => {
      const sum = (of: (call: RowCall) => number) => calls.reduce((total, call) => total + of(call), 0);
      return [
        row.index,
        split ?? '',
        calls.length,
        sum(({ isReused }) => (isReused ? 1 : 0)),
        sum(({ failures }) => failures.length + 1),
        sum(({ promptTokens }) => promptTokens),
        sum(({ completionTokens }) => completionTokens),
        sum(({ latencyMs }) => latencyMs) / 1000,
        sum(({ costUsd }) => costUsd),
      ];
    }),
  );
}

function csvLines(rows: readonly (readonly (string | number)[])[]): string {
  return stringify([...rows], { record_delimiter: '\r\n' });
}
