import { triedKey } from '@/lib/plan/tried';
import type { RowWithAnswers } from '@/lib/store/rows';
import { cancelTrial, type TrialRecord } from '@/lib/store/trials';
import { JsonText } from './answer';
import { valuesText } from './dto/row-dto';
import { eventStreamResponse, type EventSink } from './event-stream';
import { compileKnownRecipe } from './known-recipes';
import { lineageOf } from './lineage';
import type { Server } from './server';

/**
 * A trial as events: what each new state adds to the last one that was sent. A client that goes cancels the
 * trial.
 */
export function trialEvents(server: Server, request: Request, trial: TrialRecord): Response {
  const { db, log } = server.context;
  return eventStreamResponse(server, request, (sink) => {
    const sent = { texts: new Map<string, string>(), rows: new Set<number>(), failures: 0 };
    let ended = false;
    // One after the other: a row's lineage is read in between.
    let turn = Promise.resolve();
    const stop = server.feed.watchTrial(trial.id, (state) => {
      turn = turn
        .then(() => sendNews(sink, state))
        .catch((error: unknown) => {
          log.error({ err: error }, 'a trial could not be shown');
          sink.end();
        });
    });
    return () => {
      stop();
      if (ended) return;
      void cancelTrial(db, trial.id, server.now()).catch((error: unknown) => {
        log.error({ err: error }, 'a trial could not be cancelled');
      });
    };

    async function sendNews(to: EventSink, { state, status, ...record }: TrialRecord): Promise<void> {
      if (ended) return;
      for (const { row, attributeId, step, text } of state.texts) {
        const key = triedKey({ row, attributeId, step });
        const before = sent.texts.get(key) ?? '';
        // A text that begins anew (a second try) can't be told by pieces: the finished row has it whole.
        if (text.length <= before.length || !text.startsWith(before)) continue;
        sent.texts.set(key, text);
        to.send('delta', { row, attribute_id: attributeId, step, text: text.slice(before.length) });
      }
      for (const row of state.rows) {
        if (sent.rows.has(row.index)) continue;
        sent.rows.add(row.index);
        to.send('row', await rowEvent(server, record, row));
      }
      for (const failure of state.failures.slice(sent.failures)) {
        const { row, attributeId, code, message } = failure;
        to.send('failure', { row, attribute_id: attributeId, code, message });
      }
      sent.failures = state.failures.length;
      if (status === 'pending' || status === 'running') return;
      ended = true;
      to.send('end', {
        seed: record.seed,
        status,
        cost_usd: state.end?.costUsd ?? 0,
        saved_usd: state.end?.savedUsd ?? 0,
        calls: state.end?.calls ?? 0,
        reused_calls: state.end?.reusedCalls ?? 0,
        prompt_tokens: state.end?.promptTokens ?? 0,
        completion_tokens: state.end?.completionTokens ?? 0,
        ...(state.end?.error ? { error: state.end.error } : {}),
      });
      to.end();
    }
  });
}

async function rowEvent(
  server: Server,
  trial: Pick<TrialRecord, 'yaml' | 'seed' | 'columns' | 'journalScope' | 'sources'>,
  row: Pick<RowWithAnswers, 'index' | 'cells' | 'answers'>,
): Promise<JsonText> {
  const lineage = await lineageOf(server.context, {
    compiled: await compileKnownRecipe(trial.yaml, {
      dataDir: server.context.config.dataDir,
      sources: trial.sources,
    }),
    seed: trial.seed,
    sources: trial.sources,
    index: row.index,
    journalScope: trial.journalScope,
    answers: row.answers,
  });
  const values = valuesText(trial.columns, row.cells);
  return new JsonText(`{"index":${row.index},"values":${values},"lineage":${JSON.stringify(lineage)}}`);
}
