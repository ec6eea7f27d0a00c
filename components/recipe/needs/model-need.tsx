'use client';

import { Button, ButtonLink } from '@/components/ui/button';
import { Note } from '@/components/ui/states';
import { useHealth } from '@/lib/client/models';
import { useRecipeNeeds } from '@/lib/client/recipes';
import { localModel } from '@/lib/recipe/local-model';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { needOf, type Need } from './need-words';

/** What the recipe being edited lacks to be run: told before a try or a run is refused for it. */
export function useModelNeed(): Need | null {
  const id = useEditor((state) => state.recipeId);
  const inference = useEditor((state) => state.read.draft.inference_config);
  const isSaved = useEditor((state) => state.draft.kind === 'saved');
  const needs = useRecipeNeeds(id, JSON.stringify(inference ?? null), isSaved).data;
  const health = useHealth().data;
  return needs === undefined || health === undefined
    ? null
    : needOf(needs, health.model_server.status !== 'absent');
}

/** Says what the recipe's model lacks, with the ways out. */
export function ModelNeed() {
  const need = useModelNeed();
  const { edit } = useEditorActions();
  const useLocal = () =>
    edit([
      { type: 'set', path: ['inference_config', 'engine'], value: localModel.engine },
      { type: 'set', path: ['inference_config', 'model', 'model_name'], value: localModel.name },
    ]);
  return need === null ? null : <NeedNote need={need} onUseLocal={useLocal} />;
}

/** What a model lacks, with the ways out. */
export function NeedNote({ need, onUseLocal }: { need: Need; onUseLocal: () => void }) {
  return (
    <Note
      tone="warn"
      action={
        <span className="row tight wrap">
          {need.href === null ? null : (
            <ButtonLink size="small" href={need.href}>
              {need.wayOut}
            </ButtonLink>
          )}
          {need.localWouldDo ? (
            <Button size="small" onClick={onUseLocal}>
              Use local model
            </Button>
          ) : null}
        </span>
      }
    >
      {need.text}.
    </Note>
  );
}
