import type { QueryClient } from '@tanstack/react-query';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WireRecipe } from '@/lib/api/recipe-wire';
import type { ModelPrice } from '@/lib/llm/price';
import type { CompiledRecipe } from '@/lib/plan/compile';
import type { RunEstimate } from '@/lib/plan/estimate';
import { previewRows, type PreviewRow } from '@/lib/plan/preview';
import type { PreviewKind } from '@/lib/plan/preview-prompt';
import { fakerLocalesOf, loadSamplers } from '@/lib/plan/samplers/load-samplers';
import { fakerOf } from '@/lib/random/faker/counted-faker';
import type { Diagnostic, Fix, Position } from '@/lib/recipe/diagnostic';
import type { DraftRecipe } from '@/lib/recipe/draft';
import { applyEdit, editDocument, type RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import { applyFix } from '@/lib/recipe/edit/apply-fix';
import { readDocument, type Path } from '@/lib/recipe/yaml/document';
import { LibraryMissing } from '@/lib/util/late-library';
import { afterPaint } from '../after-paint';
import { api, codeOf, messageOf } from '../api';
import {
  createDraftSaver,
  openDraft,
  type DraftCopy,
  type DraftSaver,
  type DraftState,
} from '../draft-saver';
import { saveDraft, theirText } from '../recipes';
import type { EditorView } from './editor-views';
import { inSlices } from '../in-slices';
import { estimateTried } from './estimate-recipe';
import { isRunnable, readOpenedText, readText, type ReadSources, type ReadText } from './read-text';
import { createDatabaseCache } from './database-cache';
import { createSourceCache, type SourceCache } from './source-cache';
import { problemRestMs, problemsToShow } from './shown-problems';
import { noHistory, recordText, redoText, undoText, type TextHistory } from './text-history';
import { applyTrialEvent, beginTrial, noTrials, stopTrial, type PromptOf, type TrialState } from './trial';
import type { TriedCopy } from './tried-copy';

/** How many planned rows are on screen. */
export const shownRows = 5;
/** How many rows one trial asks for. */
export const triedRows = 3;

const estimateRestMs = 120;

/** A part of the recipe that has a form of its own; `attribute` is any item of a list, sources too. */
export type NodeRef =
  | { kind: 'attribute'; path: Path; id: string }
  | { kind: 'output' }
  | { kind: 'model' }
  | { kind: 'quality' }
  | { kind: 'combinations' }
  | { kind: 'recipe' };

export type EditorState = {
  view: EditorView;
  /** The part that the form shows and the outline marks. */
  node: NodeRef;
  recipeId: number;
  text: string;
  history: TextHistory;
  read: ReadText;
  /** Planned rows on screen; the last good ones while the text is broken. */
  rows: readonly PreviewRow[];
  /** Why the rows can't be planned although the text is in order; null in all good times. */
  planError: string | null;
  /** Problems as far as they are worth showing now. */
  problems: readonly Diagnostic[];
  cursor: Position;
  seed: number;
  start: number;
  selected: number;
  /** Of the recipe's models, in the order of `modelsOf`. */
  prices: readonly (ModelPrice | null)[];
  estimate: RunEstimate | null;
  trial: TrialState;
  draft: DraftState;
  /** The latest stored version, to tell whether the text differs from it. */
  version: { number: number; yaml: string };
  /** `version` was saved elsewhere while the text was to become a version, and it isn't settled which one stands. */
  hasClash: boolean;
};

export type EditorActions = {
  /** Takes over a text that was typed. Keys that follow each other closely are one step of undo, about a phrase. */
  setText: (text: string) => void;
  /** Changes the text as one step of undo; edits with the same `mergeKey` make steps as keys do. */
  edit: (edit: RecipeEdit | readonly RecipeEdit[], options?: { mergeKey?: string }) => void;
  /** Mends a problem of the text as it was read last. */
  applyFix: (fix: Fix) => void;
  /** Puts another text in place of this one, as one step of undo. */
  replaceText: (text: string) => void;
  undo: () => void;
  redo: () => void;
  setView: (view: EditorView) => void;
  openNode: (node: NodeRef) => void;
  setCursor: (cursor: Position) => void;
  setSeed: (seed: number) => void;
  /** Selects a row and brings it on screen. */
  select: (row: number) => void;
  /** Moves the rows on screen. */
  scrollTo: (start: number) => void;
  setPrices: (prices: readonly (ModelPrice | null)[]) => void;
  startTrial: () => Promise<void>;
  stopTrial: () => void;
  /** The recipe as the server has it now: a newer text is taken over what isn't edited, and contested otherwise. */
  seeRecipe: (recipe: WireRecipe) => void;
  /** The text was to be stored as a version, and the server has a newer one: a person chooses. */
  seeClash: (recipe: WireRecipe) => void;
  /** The text is stored as a version. */
  seeSaved: (recipe: WireRecipe) => void;
  /** What is known of the sources that the text names. */
  sources: SourceCache;
  saver: DraftSaver;
  /** Called when the server stored another text than the typed one, after it was taken over. */
  onChangedText: (listener: () => void) => void;
  /** Sets the editor going; the returned function stops it and keeps what isn't saved. */
  open: () => () => void;
};

export type EditorStore = StoreApi<EditorState> & { actions: EditorActions };

export type EditorOptions = {
  recipe: WireRecipe;
  /** Is told of each saved draft. */
  queries: QueryClient;
  copy: DraftCopy;
  /** Where tried answers outlive the visit. */
  tried: TriedCopy;
  seed?: number | undefined;
  row?: number | undefined;
  view?: EditorView | undefined;
  /** Id of the attribute that is opened, or the kind of another part. */
  node?: string | undefined;
};

/**
 * What one open editor knows: the text, what it means, the planned rows, tried answers, and how the draft
 * is doing. The text is read and planned again after each change, by the code that runs use. Throws LibraryMissing
 * where the first text asks for what hasn't been fetched.
 */
export function createEditorStore(options: EditorOptions): EditorStore {
  const { recipe, queries, copy, tried, seed, row = 0, view = 'form' } = options;
  const sources = createSourceCache({ read: api.sources.read, onArrival: readSoon });
  const databases = createDatabaseCache({ check: api.databases.check, onArrival: readSoon });
  const opened = openDraft({ yaml: recipe.draft ?? recipe.yaml, revision: recipe.draft_revision }, copy);
  const read = readOpenedText(opened.yaml, [recipe.draft, recipe.yaml], known());
  const firstSeed = seed ?? read.compiled?.recipe.seed ?? recipe.seed;
  const firstStart = Math.max(0, row - shownRows + 1);
  const firstTrial: TrialState = { ...noTrials, answers: tried.read() };
  const plan = planRows(read.compiled, firstSeed, firstStart, firstTrial);
  const store = createStore<EditorState>(() => ({
    view,
    node: nodeOfName(read, options.node),
    recipeId: recipe.id,
    text: opened.yaml,
    history: noHistory,
    read,
    rows: plan.rows,
    planError: plan.error,
    problems: read.diagnostics,
    cursor: { line: 1, column: 1 },
    seed: firstSeed,
    start: firstStart,
    selected: row,
    prices: [],
    estimate: null,
    trial: firstTrial,
    draft: { kind: 'saved' },
    version: { number: recipe.version, yaml: recipe.yaml },
    hasClash: false,
  }));
  const { getState, setState } = store;

  let callOffReading: () => void = () => undefined;
  let callOffEstimate: () => void = () => undefined;
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let estimateTimer: ReturnType<typeof setTimeout> | undefined;
  /** The field of a form that is typed in; null while the text itself is. */
  let typedField: Path | null = null;
  let changedText: () => void = () => undefined;
  let trialAbort: AbortController | null = null;
  let isOpen = false;

  const saver = createDraftSaver({
    opened,
    save: (text, signal) =>
      saveDraft(queries, { id: recipe.id, version: getState().version.number, text, signal }),
    copy,
    onState(draft) {
      setState({ draft });
      if (draft.kind !== 'conflict' || draft.theirs.newVersion === null) return;
      setState({ version: { number: draft.theirs.newVersion, yaml: draft.theirs.yaml } });
    },
    onTaken: (text) => change(text, null),
    onChanged(text) {
      // Not a step of undo: it would bring back the key that was moved out of the text.
      show(text);
      changedText();
    },
  });

  return Object.assign(store, {
    actions: {
      setText,
      edit,
      applyFix: mend,
      replaceText: (text: string) => change(text, null),
      undo: () => step(undoText),
      redo: () => step(redoText),
      setView: (next: EditorView) => setState({ view: next }),
      openNode: (node: NodeRef) => setState({ node }),
      setCursor,
      setSeed: (next: number) => replan({ seed: next }),
      select,
      scrollTo: (start: number) => replan({ start: Math.max(0, start) }),
      setPrices,
      startTrial,
      stopTrial: () => trialAbort?.abort(),
      seeRecipe,
      seeClash: ({ version, yaml }: WireRecipe) =>
        setState(({ text }) => ({ version: { number: version, yaml }, hasClash: text !== yaml })),
      seeSaved,
      sources,
      saver,
      onChangedText: (listener: () => void) => void (changedText = listener),
      open,
    },
  });

  function seeRecipe(seen: WireRecipe) {
    const { number } = getState().version;
    if (seen.version > number) setState({ version: { number: seen.version, yaml: seen.yaml } });
    saver.seeTheirs(theirText(seen, number));
  }

  function seeSaved({ version, yaml, draft, draft_revision: revision }: WireRecipe) {
    setState({ version: { number: version, yaml }, hasClash: false });
    saver.seeSaved({ yaml: draft ?? yaml, revision });
  }

  function setText(text: string) {
    typedField = null;
    change(text, 'typing');
  }

  function edit(edits: RecipeEdit | readonly RecipeEdit[], { mergeKey }: { mergeKey?: string } = {}) {
    const { text, read: current } = getState();
    const [first, ...others] = 'type' in edits ? [edits] : edits;
    if (first === undefined) return;
    // What is typed comes key by key; anything else is whole, and wrong at once.
    typedField = mergeKey === undefined ? null : first.path;
    const edited = text === current.text ? editDocument(current.document, first) : applyEdit(text, first);
    change(others.reduce(applyEdit, edited), mergeKey ?? null);
  }

  function mend(fix: Fix) {
    const { text, read: current } = getState();
    // Its places are those of the text that was read; a newer one is read in a moment and has its own fixes.
    if (text === current.text) change(applyFix(text, fix), null);
  }

  function change(text: string, mergeKey: string | null) {
    const { text: before, history } = getState();
    if (text === before) return;
    setState({ history: recordText(history, { before, after: text, mergeKey, atMs: Date.now() }) });
    show(text);
    // A key that follows a move means the order after it; only typing comes too fast for that.
    if (mergeKey === null) readNow();
  }

  function step(move: typeof undoText) {
    const { text, history } = getState();
    const moved = move(history, text);
    if (moved === null) return;
    setState({ history: moved.history });
    show(moved.text);
    readNow();
  }

  function show(text: string) {
    setState(({ version, hasClash }) => ({ text, hasClash: hasClash && text !== version.yaml }));
    saver.change(text);
    readSoon();
  }

  /** What has come from the server of what a text names. */
  function known(): ReadSources {
    const { problemsOf: databaseProblemsOf } = databases;
    return { facts: { ...sources.facts, databaseProblemsOf }, tables: sources.tables };
  }

  /** After the key has been painted, and once for several keys or records that arrive together. */
  function readSoon() {
    callOffReading();
    callOffReading = afterPaint(readNow);
  }

  function readNow() {
    callOffReading();
    const { text, read: previous, problems, cursor, seed: seedBefore } = getState();
    const next = readIfThere(previous, text);
    if (next === null) return;
    sources.want(next.draft);
    databases.want(next.draft);
    fetchSamplers(next.draft);
    const place = typedField === null ? { cursor } : { field: typedField };
    setState({ read: next, problems: problemsToShow(next.diagnostics, problems, place) });
    const seedOfText = next.compiled?.recipe.seed;
    const hasNewSeed = seedOfText !== undefined && seedOfText !== previous.compiled?.recipe.seed;
    replan(hasNewSeed ? { seed: seedOfText } : { seed: seedBefore });
    clearTimeout(restTimer);
    restTimer = setTimeout(showAllProblems, problemRestMs);
  }

  /** Null where the text asks for a library that isn't there: it is fetched, and the text read again. */
  function readIfThere(previous: ReadText, text: string): ReadText | null {
    try {
      return readText(previous, text, known());
    } catch (error) {
      if (!(error instanceof LibraryMissing)) throw error;
      // The document of the reading before was used up.
      setState({ read: { ...previous, document: readDocument(previous.text) } });
      fetchLibrary(error);
      return null;
    }
  }

  function fetchLibrary({ load }: LibraryMissing) {
    load().then(
      () => isOpen && readSoon(),
      // The next change of the text asks again.
      () => isOpen && setState({ planError: 'A part of the language could not be fetched.' }),
    );
  }

  function showAllProblems() {
    setState(({ read: { diagnostics }, problems }) =>
      problems.length === diagnostics.length && problems.every((problem, at) => problem === diagnostics[at])
        ? {}
        : { problems: diagnostics },
    );
  }

  function setCursor(cursor: Position) {
    const {
      read: { diagnostics },
      problems,
      cursor: before,
      text,
      read: current,
    } = getState();
    if (cursor.line === before.line && cursor.column === before.column) return;
    setState({ cursor });
    if (text === current.text && problems !== diagnostics) {
      setState({ problems: problemsToShow(diagnostics, problems, { cursor }) });
    }
  }

  function select(next: number) {
    const selected = Math.max(0, next);
    const { start } = getState();
    const inSight = selected < start ? selected : Math.max(start, selected - shownRows + 1);
    if (inSight === start) setState({ selected });
    else replan({ selected, start: inSight });
  }

  /** Names and places are large and come when a text asks for them; until then their rows wait. */
  function fetchSamplers(draft: DraftRecipe) {
    if (fakerLocalesOf(draft).every((locale) => fakerOf(locale) !== null)) return;
    loadSamplers(draft).then(
      () => isOpen && replan({}),
      // The next change of the text asks again.
      () => isOpen && setState({ planError: 'Names and places for the samplers could not be fetched.' }),
    );
  }

  function replan(change: Partial<Pick<EditorState, 'seed' | 'start' | 'selected' | 'trial'>>) {
    const state = { ...getState(), ...change };
    const selected = Math.min(Math.max(state.selected, state.start), state.start + shownRows - 1);
    const planned = planRows(state.read.compiled, state.seed, state.start, state.trial);
    setState({ ...change, selected, rows: planned.rows, planError: planned.error });
    scheduleEstimate(estimateRestMs);
  }

  function scheduleEstimate(delayMs: number) {
    clearTimeout(estimateTimer);
    // What is being worked on is of another text, seed or trial. The estimate before stays until the new one is there.
    callOffEstimate();
    estimateTimer = setTimeout(() => {
      const { read: current, seed: ofSeed, prices, trial } = getState();
      const { compiled } = current;
      if (compiled === null) return setState({ estimate: null });
      const steps = estimateTried(compiled, { seed: ofSeed, prices, tried: trial.answers });
      callOffEstimate = inSlices(steps, (estimate) => setState({ estimate }));
    }, delayMs);
  }

  function setPrices(prices: readonly (ModelPrice | null)[]) {
    setState({ prices });
    scheduleEstimate(0);
  }

  async function startTrial() {
    const { read: current, recipeId, seed: ofSeed, text, start, selected, trial } = getState();
    const { compiled } = current;
    if (compiled === null || !isRunnable(current) || trial.status.kind === 'running') return;
    const from = trialStart(compiled, getState());
    const abort = new AbortController();
    trialAbort = abort;
    const promptOf = promptsOf(compiled, ofSeed);
    replan({
      trial: beginTrial(trial, from, triedRows),
      selected: Math.max(selected, from),
      start: Math.max(start, from + triedRows - shownRows),
    });
    try {
      const body = { yaml: text, recipe_id: recipeId, seed: ofSeed, start: from, rows: triedRows };
      for await (const event of api.recipes.try(body, abort.signal)) {
        replan({ trial: applyTrialEvent(getState().trial, event, promptOf) });
        // A piece of an answer isn't worth keeping, and there are many.
        if (event.event === 'row') tried.write(getState().trial.answers);
      }
      endTrial();
    } catch (error) {
      if (abort.signal.aborted) endTrial();
      else endTrial({ code: codeOf(error) ?? 'internal', message: messageOf(error) });
    }
  }

  function endTrial(failure?: { code: string; message: string }) {
    trialAbort = null;
    const { trial } = getState();
    if (trial.status.kind === 'running') replan({ trial: stopTrial(trial, failure) });
    tried.write(getState().trial.answers);
  }

  function open() {
    saver.open();
    const { draft } = getState().read;
    isOpen = true;
    sources.want(draft);
    databases.want(draft);
    fetchSamplers(draft);
    const closeSources = sources.open();
    const closeDatabases = databases.open();
    scheduleEstimate(0);
    return () => {
      isOpen = false;
      closeSources();
      closeDatabases();
      trialAbort?.abort();
      saver.close();
      callOffReading();
      callOffEstimate();
      for (const timer of [restTimer, estimateTimer]) clearTimeout(timer);
    };
  }
}

/** The part that a recipe opens with: the one that was named, else what is written first by a model. */
function nodeOfName({ outline: { entries } }: ReadText, name: string | undefined): NodeRef {
  const named = entries.find(({ id }) => id === name);
  const entry =
    named ??
    entries.find(({ kind }) => kind === 'generated') ??
    entries.find(({ kind }) => kind === 'conversation') ??
    entries[0];
  if (named === undefined && isPart(name)) return { kind: name };
  return entry === undefined ? { kind: 'recipe' } : { kind: 'attribute', path: entry.path, id: entry.id };
}

const parts = ['output', 'model', 'quality', 'combinations', 'recipe'] as const;

function isPart(name: string | undefined): name is (typeof parts)[number] {
  return parts.some((part) => part === name);
}

/** The row a trial begins with: the selected one, or the next that has no answers yet. */
function trialStart(compiled: CompiledRecipe, { rows, selected, start, trial }: EditorState): number {
  const isTried = (index: number) => {
    const shown = rows.find((row) => row.index === index);
    if (shown === undefined) return trial.doneRows.has(index);
    const isWritten = (kind: PreviewKind) => kind === 'generated' || kind === 'conversation';
    return shown.values.every(({ kind, state }) => !isWritten(kind) || state === 'known');
  };
  if (compiled.steps.length === 0) return selected;
  let from = Math.min(selected, start + shownRows - triedRows);
  while (isTried(from)) from += 1;
  return from;
}

function planRows(compiled: CompiledRecipe | null, seed: number, start: number, trial: TrialState) {
  if (compiled === null) return { rows: [], error: null };
  try {
    const rows = previewRows(compiled, { seed, start, rows: shownRows, tried: trial.answers });
    return { rows, error: null };
  } catch (error) {
    return { rows: [], error: error instanceof Error ? error.message : String(error) };
  }
}

/** Renders prompts for a trial with the recipe that it was started with, whatever is typed meanwhile. */
function promptsOf(compiled: CompiledRecipe, seed: number): PromptOf {
  return ({ row, attributeId, step }, answers) => {
    const [planned] = previewRows(compiled, { seed, start: row, rows: 1, tried: answers });
    const prompt = planned?.prompts.find(
      (one) => one.attributeId === attributeId && one.step === step && one.kind !== 'transformed',
    );
    if (prompt === undefined || prompt.pending.length > 0) return null;
    return prompt.messages.map(({ role, segments }) => ({
      role: role ?? 'user',
      content: segments.map((segment) => (segment.type === 'pending' ? '' : segment.text)).join(''),
    }));
  };
}
