'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { showToast } from '@/components/ui/toast';
import type { WireDraftOperation } from '@/lib/api/operation-wire';
import { codeOf, messageOf } from '@/lib/client/api';
import {
  keepTask,
  useDraftRecipe,
  useKeptDrafting,
  useOperation,
  useStopOperation,
} from '@/lib/client/drafting';
import { formatUsd } from '@/lib/client/format';
import { recipeQuery } from '@/lib/client/recipes';
import { useEditorStore } from '../editor/editor-context';
import { offerUndo } from '../editor/offer-undo';
import { chosenModel, draftBodyOf, useDraftCost, useDraftModels } from './draft-models';

/** A recipe that a model is writing, or didn't get done. */
export type RecipeDrafting = {
  task: string;
  /** Null before it is heard of. */
  operation: WireDraftOperation | null;
  modelName: string;
  /** Of another answer, in words. */
  cost: string | null;
  isBusy: boolean;
  stop: () => void;
  askAgain: () => void;
  /** Puts what had come in place of the text, as one step of undo. */
  takeWhatCame: () => void;
  /** Leaves the description to be changed, on the page of recipes. */
  leaveTask: () => void;
  close: () => void;
};

/**
 * The drafting of the open recipe, or null. When it is done its text is taken over as one step of undo; what a person
 * changed meanwhile is contested like any other newer text.
 */
export function useDrafting(recipeId: number): RecipeDrafting | null {
  const store = useEditorStore();
  const queries = useQueryClient();
  const { kept, keep } = useKeptDrafting(recipeId);
  const { data, error } = useOperation(kept?.operation ?? null);
  const again = useDraftRecipe();
  const halt = useStopOperation();
  const model = chosenModel(useDraftModels().models, kept?.model ?? '');
  const cost = useDraftCost(model, kept?.task ?? '');
  const operation = data?.kind === 'synthesis.generate-config' ? data : null;
  const isGone = codeOf(error) === 'not-found';
  const isDone = operation?.status === 'COMPLETED';

  const settled = useRef<number | null>(null);
  const settle = useEffectEvent(async () => {
    if (kept === null || settled.current === kept.operation) return;
    settled.current = kept.operation;
    if (operation === null || !isDone) return keep(null);
    const before = store.getState().text;
    const { queryKey } = recipeQuery(recipeId);
    await queries.refetchQueries({ queryKey, exact: true });
    const recipe = queries.getQueryData(queryKey);
    if (recipe !== undefined) store.actions.seeRecipe(recipe);
    keep(null);
    const words = doneWords(operation);
    const { text, draft } = store.getState();
    if (draft.kind === 'conflict') return;
    if (text === before) showToast({ text: words });
    else offerUndo(store, words);
  });
  useEffect(() => {
    if (isDone || isGone) void settle();
  }, [isDone, isGone]);

  if (kept === null) return null;
  const tellError = (problem: unknown) => showToast({ tone: 'bad', text: messageOf(problem) });
  return {
    task: kept.task,
    operation,
    modelName: model?.name ?? 'The model',
    cost,
    isBusy: again.isPending || halt.isPending,
    stop: () => halt.mutate(kept.operation, { onError: tellError }),
    askAgain() {
      if (model === undefined) return;
      again.mutate(
        { ...draftBodyOf(kept.task, model), into_recipe: recipeId },
        { onSuccess: ({ id }) => keep({ ...kept, operation: id }), onError: tellError },
      );
    },
    takeWhatCame() {
      store.actions.replaceText(operation?.status_metadata.text ?? '');
      keep(null);
      offerUndo(store, 'The text is what the model had written.');
    },
    leaveTask() {
      keepTask({ task: kept.task, model: kept.model });
      keep(null);
    },
    close: () => keep(null),
  };
}

/** "The recipe is written, for $0.0021." and what was done to make it one. */
function doneWords({ status_metadata: { cost_usd: costUsd }, warnings = [] }: WireDraftOperation): string {
  const price = costUsd > 0 ? `, for ${formatUsd(costUsd)}` : '';
  return [`The recipe is written${price}.`, ...warnings].join(' ');
}
