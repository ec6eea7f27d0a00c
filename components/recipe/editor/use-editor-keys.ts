'use client';

import { isTyping, useCommands, type Command } from '@/components/ui/commands';
import type { EditorView } from '@/lib/client/editor/editor-views';
import type { Position } from '@/lib/recipe/diagnostic';
import type { AttributeKind } from '@/lib/recipe/form/new-attribute';
import { fixFocusedField } from '../form/parts/fix-focused-field';
import { drawSeed } from '../preview/draw-seed';
import type { ComparedWith } from '../versions/versions-dialog';
import { useEditorStore } from './editor-context';
import type { NodeActions } from './use-node-actions';
import { useSaveVersionNow } from './use-save-version-now';

/** The editor's commands. Their keys work in the text too, so Monaco leaves them to the page. */
export function useEditorKeys({
  actions,
  goTo,
  onView,
  onRun,
  onCompare,
}: {
  actions: NodeActions;
  goTo: (place: Position) => void;
  onView: (view: EditorView) => void;
  onRun: () => void;
  onCompare: (other: ComparedWith) => void;
}): void {
  const store = useEditorStore();
  const saveVersion = useSaveVersionNow();

  const commands: Command[] = [
    // Early: the trigger of a menu takes Enter with any other key.
    { keys: 'Ctrl Enter', name: 'Run…; again to start', run: onRun, early: true },
    {
      keys: 'Ctrl Shift Enter',
      name: 'Try 3 rows',
      run: () => void store.actions.startTrial(),
      early: true,
    },
    { keys: 'Ctrl S', name: 'Save as a version', run: () => void saveVersion() },
    { keys: 'Ctrl Z', name: 'Undo', run: store.actions.undo },
    { keys: 'Ctrl Shift Z', name: 'Redo', run: store.actions.redo },
    { keys: 'Ctrl Y', name: 'Redo', run: store.actions.redo, inPalette: false },
    {
      keys: 'Ctrl E',
      name: 'Form or YAML',
      run: () => onView(store.getState().view === 'yaml' ? 'form' : 'yaml'),
    },
    { keys: 'Ctrl Shift E', name: 'Graph', run: () => onView('graph') },
    { keys: 'Alt ↓', name: 'Next row of the preview', run: () => selectBy(1), inPalette: false },
    { keys: 'Alt ↑', name: 'Previous row of the preview', run: () => selectBy(-1), inPalette: false },
    { keys: 'Alt R', name: 'Other seed', run: () => store.actions.setSeed(drawSeed()) },
    { keys: 'F8', name: 'Next problem', run: () => goToProblem(1) },
    { keys: 'Shift F8', name: 'Previous problem', run: () => goToProblem(-1), inPalette: false },
    { keys: '{', name: 'In a prompt: insert a value' },
    {
      keys: 'Alt Enter',
      name: 'In a prompt: go to the value at the caret; Ctrl press, to one under the pointer',
    },
    {
      keys: 'Ctrl .',
      name: 'Ways to mend the problem here',
      // The text has its own.
      run: () => store.getState().view === 'form' && fixFocusedField(),
      inPalette: false,
    },
    { keys: 'F2', name: 'In the outline: rename; Ctrl D duplicates, Alt ↑ ↓ moves, Delete' },
    { keys: 'Ctrl M', name: 'In the text: let Tab leave it, or indent' },
  ];
  useCommands('Recipe', commands, isOfItsOwn);
  useCommands('Parts of the recipe', [
    ...attributeKinds.map(({ kind, name }) => ({ name: `Add ${name}`, run: () => actions.add(kind) })),
    {
      name: 'Versions: compare with the last one',
      run: () => onCompare({ kind: 'version', version: store.getState().version.number }),
    },
  ]);

  const selectBy = (step: 1 | -1) => store.actions.select(store.getState().selected + step);
  const goToProblem = (step: 1 | -1) => {
    const { problems, cursor } = store.getState();
    const places = problems.map(({ range }) => range.start).toSorted(byPlace);
    const next =
      step === 1
        ? (places.find((place) => byPlace(place, cursor) > 0) ?? places[0])
        : (places.findLast((place) => byPlace(place, cursor) < 0) ?? places.at(-1));
    if (next !== undefined) goTo(next);
  };
}

const attributeKinds = [
  { kind: 'sampled', name: 'a sampled attribute' },
  { kind: 'generated', name: 'a generated attribute' },
  { kind: 'conversation', name: 'a conversation' },
  { kind: 'transformed', name: 'a transform' },
  { kind: 'environment', name: 'tools' },
] as const satisfies readonly { kind: AttributeKind | 'environment'; name: string }[];

/**
 * A field that isn't part of the recipe, such as the seed, or not yet, such as half an id, undoes its own typing. What is
 * open in a menu is chosen by Enter.
 */
function isOfItsOwn({ keys = '' }: Command, target: EventTarget | null): boolean {
  if (keys.endsWith('Enter')) return target instanceof Element && target.closest('[role=menu]') !== null;
  if (!/^Ctrl (?:Shift )?[ZY]$/.test(keys)) return false;
  if (!isTyping(target) || !(target instanceof Element)) return false;
  return target.closest('[data-recipe-text]') === null || target.matches('[data-own-undo], [type=search]');
}

function byPlace(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}
