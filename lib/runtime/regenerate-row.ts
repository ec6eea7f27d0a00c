import { decodeJson, splitJsonArray } from '@/lib/dataset/json';
import { createRegenerateProgram, stepsAskedAnew } from '@/lib/engine/rows/regenerate-program';
import { createRowProgram, type RowProgram } from '@/lib/engine/rows/row-program';
import type { Endpoint } from '@/lib/llm/endpoint';
import { compileRecipe, type CompiledRecipe } from '@/lib/plan/compile';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { findCompletions } from '@/lib/store/completions';
import {
  addSpending,
  insertRowChange,
  readRowChanges,
  readRowMark,
  writeGenerated,
  writeRowMark,
} from '@/lib/store/row-marks';
import { readRow, type RowWithAnswers } from '@/lib/store/rows';
import { readRun, readRunText, type RunRecord } from '@/lib/store/runs';
import { insertTrial, type TrialRecord, type TrialState } from '@/lib/store/trials';
import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';
import type { Context } from './context';
import { RecipeInvalid } from './recipe/check-recipe';
import { systemClock } from './system-clock';

/** What would be asked anew, and what the answers that are there cost: about what new ones will. */
export type RegenerationPrice = { readonly attributeIds: readonly string[]; readonly costUsd: number };

/** An attribute of a finished row whose answer shall be asked for anew. */
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
  if (['pending', 'running', 'pausing', 'cancelling'].includes(run.status)) {
    throw new AppError(
      'wrong-state',
      `Run ${run.id} is ${run.status}. Answers can be asked for anew when it is paused or has ended.`,
    );
  }
  const row = await readRow(db, run.id, index);
  const yaml = await readRunText(db, run.id);
  if (row === null || yaml === null) throw new AppError('not-found', `There is no row ${index}.`);
  if (row.status === 'failed') {
    throw new AppError('wrong-state', `Row ${index} failed. Retry the failed rows of the run instead.`);
  }
  const compiled = compiledText(yaml);
  const step = compiled.steps.find(
    ({ attributeId, postprocessing }) => attributeId === column || postprocessing?.id === column,
  );
  if (step === undefined) {
    const known = compiled.steps.map(({ attributeId }) => attributeId).join(', ') || 'none';
    throw new AppError(
      'bad-request',
      `attribute_id: "${column}" is not written by a model. These are: ${known}.`,
    );
  }
  return { row, yaml, attributeId: step.attributeId, asked: askedAnew(compiled, step.attributeId) };
}

function compiledText(yaml: string): CompiledRecipe {
  const { recipe, diagnostics } = readRecipe(yaml);
  if (recipe === null) throw new RecipeInvalid(diagnostics);
  return compileRecipe(recipe);
}

/** Only the order of steps counts here, and no seed or endpoint changes it. */
function askedAnew(compiled: CompiledRecipe, attributeId: string): string[] {
  const program = createRowProgram(compiled, 0, { engine: 'ECHO', baseUrl: '', modelName: '' });
  return stepsAskedAnew(program, attributeId).map((step) => program.steps[step]?.attributeId ?? '');
}

/** The program of a trial that regenerates: what isn't asked anew is taken from the row as it is shown. */
export async function regenerationProgram(
  { db }: Context,
  trial: TrialRecord,
  compiled: CompiledRecipe,
  endpoint: Endpoint,
): Promise<RowProgram> {
  const { runId, attributeId } = regenerationOf(trial);
  const row = await readRow(db, runId, trial.start);
  if (row === null) throw new AppError('not-found', `There is no row ${trial.start} any more.`);
  const made = columnsMadeBy(compiled, askedAnew(compiled, attributeId));
  const texts = splitJsonArray(row.cells);
  const given = new Map<string, Value>();
  for (const [position, { name, kind }] of trial.columns.entries()) {
    const text = texts[position];
    if (text === undefined || kind === 'transformed' || made.has(name)) continue;
    // A drawn value is planned again with its name and description, unless somebody wrote over it.
    if (kind !== 'sampled' || row.edited.includes(name)) given.set(name, decodeJson(text));
  }
  const program = createRowProgram(compiled, trial.seed, endpoint);
  // Trials are numbered: so are the questions, and no other one takes up the numbers between two.
  return createRegenerateProgram(program, { attributeId, given, attempt: 10 * trial.id });
}

function regenerationOf({ id, regenerate }: TrialRecord) {
  if (regenerate === null) throw new Error(`trial ${id} regenerates nothing`);
  return regenerate;
}

function columnsMadeBy({ steps }: CompiledRecipe, attributeIds: readonly string[]): ReadonlySet<string> {
  return new Set(
    steps.flatMap(({ attributeId, postprocessing }) =>
      attributeIds.includes(attributeId) ? [attributeId, postprocessing?.id ?? attributeId] : [],
    ),
  );
}

/** The run whose model and keys a regeneration uses, or null when it was deleted. */
export function regeneratedRun({ db }: Context, trial: TrialRecord): Promise<RunRecord | null> {
  return readRun(db, regenerationOf(trial).runId);
}

/**
 * Puts the answers of a finished regeneration into their row, with what stood there before in its history. Doing it
 * again changes nothing.
 */
export async function applyRegeneration(
  { db }: Context,
  trial: TrialRecord,
  state: TrialState,
): Promise<void> {
  const { runId, attributeId } = regenerationOf(trial);
  const index = trial.start;
  const [made] = state.rows;
  const row = await readRow(db, runId, index);
  if (made === undefined || row === null) return;
  const compiled = compiledText(trial.yaml);
  const mark = await readRowMark(db, runId, index);
  const next = withNewAnswers(trial, { row, edited: mark.edited, made, compiled, attributeId });
  const changes = await readRowChanges(db, runId, index);
  if (!changes.some(({ change }) => change.trialId === trial.id)) {
    const generated = { cells: row.generated, answers: answersText(row.answers) };
    const reason = row.reason === null ? null : JSON.stringify(row.reason);
    const before = { ...mark, status: row.status, reason, generated };
    const change = { before, values: next.values, trialId: trial.id };
    await insertRowChange(db, { runId, index, change, nowMs: systemClock.now() });
    if (state.end !== null) await addSpending(db, runId, state.end);
  }
  await writeGenerated(db, runId, index, { cells: next.generated, answers: next.answers });
  await writeRowMark(db, runId, index, { cells: next.shown, edited: next.edited, rating: mark.rating });
}

type NewAnswers = {
  row: RowWithAnswers;
  edited: readonly string[];
  made: TrialState['rows'][number];
  compiled: CompiledRecipe;
  attributeId: string;
};

function withNewAnswers(trial: TrialRecord, { row, edited, made, compiled, attributeId }: NewAnswers) {
  const asked = askedAnew(compiled, attributeId);
  const answered = columnsMadeBy(compiled, asked);
  // What a person wrote stays, but where the new answer itself is wanted.
  const kept = edited.filter((name) => !answered.has(name));
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
