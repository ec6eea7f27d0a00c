import { decodeJson, splitJsonArray } from '@/lib/dataset/json';
import type { RowStatus } from '@/lib/dataset/row-status';
import type { AcceptedRow } from '@/lib/engine/engine-job';
import { rejectionReason } from '@/lib/engine/rows/acceptance';
import { createRegenerateProgram, stepsAskedAnew } from '@/lib/engine/rows/regenerate-program';
import { createRowProgram, type RowProgram } from '@/lib/engine/rows/row-program';
import type { Endpoint } from '@/lib/llm/endpoint';
import { compileRecipe, type CompiledRecipe } from '@/lib/plan/compile';
import { brokenRule } from '@/lib/plan/stored-row';
import type { Rejection } from '@/lib/quality/rejection';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { isDriven } from '@/lib/run/run-status';
import { findCompletions } from '@/lib/store/completions';
import type { Database } from '@/lib/store/database';
import { holdsJob } from '@/lib/store/jobs';
import { stateBefore, writeRow } from '@/lib/store/row-marks';
import { acceptedRows, readRow, retellCauses, type RowWithAnswers } from '@/lib/store/rows';
import { readRun, readRunText, type RunRecord } from '@/lib/store/runs';
import { insertTrial, readTrial, type TrialJob, type TrialRecord, type TrialState } from '@/lib/store/trials';
import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';
import type { Context } from './context';
import { RecipeInvalid } from './recipe/check-recipe';
import { systemClock } from './system-clock';

/** What would be asked anew, and what the answers that are there cost: about what new ones will. */
export type RegenerationPrice = { readonly attributeIds: readonly string[]; readonly costUsd: number };

/** An attribute of a finished or failed row whose answer shall be asked for anew. */
export type RegenerationRequest = {
  readonly run: RunRecord;
  readonly index: number;
  readonly attributeId: string;
};

/** Tells what a regeneration would ask and cost, and asks nothing. Throws as `startRegeneration` does. */
export async function priceRegeneration(
  context: Context,
  request: RegenerationRequest,
): Promise<RegenerationPrice> {
  const { row, asked } = await prepare(context, request);
  const keys = row.answers.filter(({ attributeId }) => asked.includes(attributeId)).map(({ key }) => key);
  const entries = await findCompletions(context.db, request.run.journalScope, keys);
  const costUsd = [...entries.values()].reduce((sum, entry) => sum + entry.costUsd, 0);
  return { attributeIds: asked, costUsd };
}

/**
 * Leaves it to the worker to ask an attribute of a row anew, and then what hangs on it. The row changes when all
 * answers are there, and not at all when one fails. Throws AppError `not-found`, `bad-request`, `wrong-state`.
 */
export async function startRegeneration(
  context: Context,
  request: RegenerationRequest,
): Promise<TrialRecord> {
  const { run, index } = request;
  const { yaml, attributeId } = await prepare(context, request);
  return insertTrial(context.db, {
    projectId: run.projectId,
    recipeId: run.recipeId,
    yaml,
    seed: run.seed,
    start: index,
    rowCount: 1,
    journalScope: run.journalScope,
    columns: run.columns,
    regenerate: { runId: run.id, attributeId },
    nowMs: systemClock.now(),
  });
}

async function prepare({ db }: Context, { run, index, attributeId: column }: RegenerationRequest) {
  if (isDriven(run.status)) {
    throw new AppError(
      'wrong-state',
      `Run ${run.id} is ${run.status}. Answers can be asked for anew when it is paused or has ended.`,
    );
  }
  const row = await readRow(db, run.id, index);
  const yaml = await readRunText(db, run.id);
  if (row === null || yaml === null) throw new AppError('not-found', `There is no row ${index}.`);
  const compiled = compiledText(yaml);
  const step = compiled.steps.find(({ columns }) => columns.includes(column));
  if (step === undefined) {
    const known = compiled.steps.map(({ attributeId }) => attributeId).join(', ') || 'none';
    throw new AppError(
      'bad-request',
      `attribute_id: "${column}" is not written by a model. These are: ${known}.`,
    );
  }
  return { row, yaml, attributeId: step.attributeId, asked: askedAnew(compiled, row, step.attributeId) };
}

function compiledText(yaml: string): CompiledRecipe {
  const { recipe, diagnostics } = readRecipe(yaml);
  if (recipe === null) throw new RecipeInvalid(diagnostics);
  return compileRecipe(recipe);
}

/** What is asked first: the attribute and, in a row that failed, all that it has no value of. */
function askedFirst(compiled: CompiledRecipe, row: RowWithAnswers, attributeId: string): string[] {
  if (row.status !== 'failed') return [attributeId];
  const texts = splitJsonArray(row.cells);
  const isMissing = (column: string) => {
    const text = texts[compiled.columns.findIndex(({ name }) => name === column)];
    return text === undefined || text === 'null';
  };
  return compiled.steps.flatMap((step) =>
    step.attributeId === attributeId || step.columns.every(isMissing) ? [step.attributeId] : [],
  );
}

/** Only the order of steps counts here, and no seed or endpoint changes it. */
function askedAnew(compiled: CompiledRecipe, row: RowWithAnswers, attributeId: string): string[] {
  const program = createRowProgram(compiled, 0, []);
  return stepsAskedAnew(program, askedFirst(compiled, row, attributeId)).map(
    (step) => program.steps[step]?.attributeId ?? '',
  );
}

/** What a trial that regenerates asks, and the row as it was when its questions were made. */
export type RegenerationWork = { readonly program: RowProgram; readonly row: RowWithAnswers };

/** Makes a trial that regenerates ready: what isn't asked anew is taken from the row as it is shown. */
export async function prepareRegeneration(
  { db }: Context,
  trial: TrialRecord,
  compiled: CompiledRecipe,
  endpoints: readonly Endpoint[],
): Promise<RegenerationWork> {
  const { runId, attributeId } = regenerationOf(trial);
  const row = await readRow(db, runId, trial.start);
  if (row === null) throw new AppError('not-found', `There is no row ${trial.start} any more.`);
  const made = columnsMadeBy(compiled, askedAnew(compiled, row, attributeId));
  const texts = splitJsonArray(row.cells);
  const given = new Map<string, Value>();
  for (const [position, { name, kind }] of trial.columns.entries()) {
    const text = texts[position];
    if (text === undefined || kind === 'transformed' || made.has(name)) continue;
    // A drawn value is planned again with its name and description, unless somebody wrote over it.
    if (kind !== 'sampled' || row.edited.includes(name)) given.set(name, decodeJson(text));
  }
  const program = createRowProgram(compiled, trial.seed, endpoints);
  // Trials are numbered: so are the questions, and no other one takes up the numbers between two.
  const attributeIds = askedFirst(compiled, row, attributeId);
  return { program: createRegenerateProgram(program, { attributeIds, given, attempt: 10 * trial.id }), row };
}

function regenerationOf({ id, regenerate }: TrialRecord) {
  if (regenerate === null) throw new Error(`trial ${id} regenerates nothing`);
  return regenerate;
}

function columnsMadeBy({ steps }: CompiledRecipe, attributeIds: readonly string[]): ReadonlySet<string> {
  return new Set(
    steps.flatMap(({ attributeId, columns }) => (attributeIds.includes(attributeId) ? columns : [])),
  );
}

/** The run whose model and keys a regeneration uses, or null when it was deleted. */
export function regeneratedRun({ db }: Context, trial: TrialRecord): Promise<RunRecord | null> {
  return readRun(db, regenerationOf(trial).runId);
}

/** What became of the answers of a regeneration; only `applied` has changed the row and ended the trial. */
export type Applied = 'applied' | 'not-wanted' | 'lost' | { readonly code: string; readonly message: string };

/**
 * Puts the answers of a finished regeneration into their row, with what stood there before in its history, and ends
 * the trial: all in one statement. What a person wrote into the row since the questions were made stays, and the
 * answers are not taken; a rating or another status meanwhile is kept beside them. A row that had failed is decided
 * on by the rules, any other keeps its status.
 */
export async function applyRegeneration(
  { db }: Context,
  job: TrialJob,
  trial: TrialRecord,
  { state, compiled, asked }: { state: TrialState; compiled: CompiledRecipe; asked: RowWithAnswers },
): Promise<Applied> {
  const { runId, attributeId } = regenerationOf(trial);
  const index = trial.start;
  const [made] = state.rows;
  if (made === undefined) throw new Error(`trial ${trial.id} made no row`);
  for (;;) {
    const row = await readRow(db, runId, index);
    if (row === null) return { code: 'not-found', message: `There is no row ${index} any more.` };
    if (row.cells !== asked.cells || row.generated !== asked.generated) return rowChanged(index);
    const next = withNewAnswers(trial, { row, made, compiled, attributeId });
    const status =
      row.status === 'failed'
        ? await statusByRules(db, trial, compiled, next.shown ?? next.generated)
        : undefined;
    const generated = { cells: row.generated, answers: answersText(row.answers) };
    const change = {
      before: { ...stateBefore(row), generated },
      values: next.values,
      trialId: trial.id,
      status: status?.status,
    };
    const isWritten = await writeRow(db, {
      runId,
      index,
      version: row.version,
      note: { change },
      mark: { cells: next.shown, edited: next.edited, rating: row.rating },
      status,
      generated: { cells: next.generated, answers: next.answers },
      trial: { job, state },
      nowMs: systemClock.now(),
    });
    if (isWritten) {
      if (status !== undefined) await retellCauses(db, runId);
      return 'applied';
    }
    const now = await readTrial(db, trial.id);
    if (now?.status !== 'running' || !(await holdsJob(db, job))) return 'lost';
    if (now.wanted !== 'running') return 'not-wanted';
    const run = await readRun(db, runId);
    // Its driver may ask the failed row itself: the answers would be written over.
    if (run !== null && status !== undefined && isDriven(run.status)) return runGoesOn(index);
  }
}

const rowChanged = (index: number) => ({
  code: 'row-changed',
  message: `Row ${index} was changed while it was asked anew. The change stays, the new answers were not taken.`,
});

const runGoesOn = (index: number) => ({
  code: 'wrong-state',
  message: `The run went on while row ${index} was asked anew. The new answers were not taken.`,
});

/** Whether a row that got its answers at last is accepted: all rules are looked at, as in the run. */
async function statusByRules(
  db: Database,
  { seed, start: index, columns, regenerate }: TrialRecord,
  compiled: CompiledRecipe,
  cells: string,
): Promise<{ status: RowStatus; reason: string | null }> {
  const texts = splitJsonArray(cells);
  const rejection =
    brokenRule(compiled, { seed, index, columns, texts }) ??
    (await tooLikeAccepted(db, regenerate?.runId ?? 0, compiled, { index, cells: texts.map(decodeJson) }));
  if (rejection === null) return { status: 'accepted', reason: null };
  return { status: 'rejected', reason: JSON.stringify(rejectionReason(rejection)) };
}

async function tooLikeAccepted(
  db: Database,
  runId: number,
  { quality }: CompiledRecipe,
  row: AcceptedRow,
): Promise<Rejection | null> {
  const comparison = quality.compareRows?.();
  if (comparison === undefined) return null;
  for await (const page of acceptedRows(db, runId)) {
    for (const { index, cells } of page) comparison.add(index, cells);
  }
  return comparison.decide(row.index, row.cells);
}

type NewAnswers = {
  row: RowWithAnswers;
  made: TrialState['rows'][number];
  compiled: CompiledRecipe;
  attributeId: string;
};

function withNewAnswers(trial: TrialRecord, { row, made, compiled, attributeId }: NewAnswers) {
  const asked = askedAnew(compiled, row, attributeId);
  const answered = columnsMadeBy(compiled, asked);
  // What a person wrote stays, but where the new answer itself is wanted.
  const kept = row.edited.filter((name) => !answered.has(name));
  const [fresh, generated, shown] = [made.cells, row.generated, row.cells].map(splitJsonArray);
  const pick = (before: readonly string[] | undefined, isKept: (name: string) => boolean) =>
    trial.columns.map(({ name, kind }, position) => {
      const isNew = answered.has(name) || kind === 'transformed';
      return (isNew && !isKept(name) ? fresh?.[position] : before?.[position]) ?? 'null';
    });
  const nextShown = pick(shown, (name) => kept.includes(name));
  const values = trial.columns.flatMap(({ name }, position) => {
    const [before = 'null', after = 'null'] = [shown?.[position], nextShown[position]];
    return before === after ? [] : [[name, { before, after }] as const];
  });
  const answers = [...row.answers.filter((answer) => !asked.includes(answer.attributeId)), ...made.answers];
  return {
    generated: `[${pick(generated, () => false).join(',')}]`,
    shown: kept.length === 0 ? null : `[${nextShown.join(',')}]`,
    edited: kept,
    values: Object.fromEntries(values),
    answers: answersText(answers),
  };
}

function answersText(answers: RowWithAnswers['answers']): string {
  return JSON.stringify(answers.map(({ attributeId, key, reused }) => [attributeId, key, reused ? 1 : 0]));
}
