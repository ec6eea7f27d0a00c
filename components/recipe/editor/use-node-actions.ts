'use client';

import { showToast } from '@/components/ui/toast';
import { wordsOfUse } from '@/lib/client/editor/use-words';
import type { NodeRef } from '@/lib/client/editor/editor-store';
import { namesOf } from '@/lib/recipe/checks/names';
import { planColumn } from '@/lib/recipe/conversation/personas';
import type { ReadText } from '@/lib/client/editor/read-text';
import { isSibling } from '@/lib/client/editor/node-ref';
import type { DraftRecipe } from '@/lib/recipe/draft';
import { listOfKind, newAttribute, type AttributeKind } from '@/lib/recipe/form/new-attribute';
import { takenIds } from '@/lib/recipe/form/taken-ids';
import { newEnvironment } from '@/lib/recipe/form/tools/new-environment';
import {
  conversationsWith,
  environmentsOf,
  environmentsPath,
  takenByTools,
} from '@/lib/recipe/form/tools/usable-tools';
import { unusedId } from '@/lib/recipe/form/unused-id';
import { usesOf } from '@/lib/recipe/form/uses';
import type { OutlineEntry } from '@/lib/recipe/outline';
import { idsOfSource } from '@/lib/recipe/sources/source-names';
import { useEditorStore } from './editor-context';
import { offerUndo } from './offer-undo';

/** What can be done with the attributes of the recipe, from the outline, the graph or the head of a form. */
export type NodeActions = {
  open: (entry: Pick<OutlineEntry, 'path' | 'id'>) => void;
  add: (kind: AttributeKind | 'environment') => void;
  /** Asks which source to add; files that were dropped are taken at once. */
  addSource: (files?: readonly File[]) => void;
  rename: (entry: OutlineEntry, id: string) => void;
  duplicate: (entry: OutlineEntry) => void;
  remove: (entry: OutlineEntry) => void;
  /** Moves an attribute to another place of its list. */
  move: (entry: OutlineEntry, to: number) => void;
};

/** `onNew` learns of an attribute that was just made, so that its form can ask for the id. */
export function useNodeActions({
  open: openNode,
  onNew,
  addSource,
}: {
  open: (node: NodeRef) => void;
  onNew: (node: NodeRef) => void;
  addSource: NodeActions['addSource'];
}): NodeActions {
  const store = useEditorStore();
  const { edit, openNode: select } = store.actions;

  /** Parts are places of the text: where it can't be read none is changed, and that is said. */
  const ifReadable =
    <Given extends unknown[]>(act: (...given: Given) => void) =>
    (...given: Given) => {
      if (store.getState().read.document.syntaxErrors.length === 0) act(...given);
      else showToast({ text: 'The text can’t be read as YAML, so nothing was changed. Mend it first.' });
    };

  const show = (node: NodeRef) => {
    // Tells which one is new before it opens: its form asks at once.
    onNew(node);
    openNode(node);
  };

  const addEnvironment = () => {
    const { draft } = store.getState().read;
    const environments = environmentsOf(draft);
    const { id, value } = newEnvironment('deterministic', takenByTools(draft));
    edit({ type: 'insert', path: environmentsPath, value });
    show({ kind: 'attribute', path: [...environmentsPath, environments.length], id });
  };

  const add = (kind: AttributeKind | 'environment') => {
    if (kind === 'environment') return addEnvironment();
    const { draft, sources } = store.getState().read;
    const list = listOfKind[kind];
    const params = draft.strategy_params;
    const { id, value } = newAttribute(kind, {
      taken: takenIds(draft, sources),
      sampled: (params?.sampled_attributes ?? []).flatMap((one) => one?.id ?? []),
      answers: answersOf(draft),
    });
    const path = ['strategy_params', list];
    edit({ type: 'insert', path, value });
    show({ kind: 'attribute', path: [...path, params?.[list]?.length ?? 0], id });
  };

  const remove = (entry: OutlineEntry) => {
    const { read } = store.getState();
    const { outline, draft } = read;
    const uses =
      entry.kind === 'environment' ? conversationsWith(draft, entry.id) : usesOf(draft, idsOf(read, entry));
    const siblings = outline.entries.filter((one) => isSibling(one, entry));
    const at = siblings.findIndex(({ path }) => path.at(-1) === entry.path.at(-1));
    const next = siblings[at + 1] ?? siblings[at - 1];
    edit({ type: 'remove', path: entry.path });
    if (next === undefined) select({ kind: 'recipe' });
    else {
      const path = at + 1 < siblings.length ? entry.path : next.path;
      select({ kind: 'attribute', path, id: next.id });
    }
    const users = uses.map(wordsOfUse).join(', ');
    offerUndo(store, `${entry.id} was deleted.${users === '' ? '' : ` It is used by ${users}.`}`);
  };

  const duplicate = (entry: OutlineEntry) => {
    const { draft, sources } = store.getState().read;
    const taken = entry.kind === 'environment' ? takenByTools(draft).environments : takenIds(draft, sources);
    const id = unusedId(entry.id, taken);
    edit({ type: 'duplicate', path: entry.path, id });
    const path = [...entry.path.slice(0, -1), Number(entry.path.at(-1)) + 1];
    show({ kind: 'attribute', path, id });
  };

  const move = (entry: OutlineEntry, to: number) => {
    const from = Number(entry.path.at(-1));
    const list = entry.path.slice(0, -1);
    const length = store.getState().read.outline.entries.filter((one) => isSibling(one, entry)).length;
    if (to < 0 || to >= length || to === from) return;
    edit({ type: 'move', path: list, from, to });
    select({ kind: 'attribute', path: [...list, to], id: entry.id });
  };

  const open = ({ path, id }: Pick<OutlineEntry, 'path' | 'id'>) => openNode({ kind: 'attribute', path, id });
  return {
    open,
    add: ifReadable(add),
    addSource: ifReadable(addSource),
    rename: ifReadable((entry: OutlineEntry, id: string) => edit({ type: 'rename', path: entry.path, id })),
    duplicate: ifReadable(duplicate),
    remove: ifReadable(remove),
    move: ifReadable(move),
  };
}

/** The texts that a model writes in one call. */
function answersOf(draft: DraftRecipe): string[] {
  return [...namesOf(draft)].flatMap(([id, name]) =>
    name.kind === 'processed' || (name.kind === 'answer' && name.keptAs === null) ? id : [],
  );
}

/** The ids that go with an attribute: its own and that of its cut text or its plan; of a source its columns. */
function idsOf({ draft, sources }: ReadText, { kind, id, path }: OutlineEntry): string[] {
  if (kind === 'conversation') return [id, planColumn(id)];
  if (kind === 'source' || kind === 'document') return idsOfSource(draft, sources, path);
  if (kind !== 'generated') return [id];
  const attribute = draft.strategy_params?.generated_attributes?.[Number(path.at(-1))];
  const processed = attribute?.postprocessing_params?.id;
  return processed === undefined ? [id] : [id, processed];
}
