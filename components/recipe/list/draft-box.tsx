'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useId, type KeyboardEvent } from 'react';
import { Button } from '@/components/ui/button';
import { SelectFrame } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Note } from '@/components/ui/states';
import { messageOf } from '@/lib/client/api';
import { keepDrafting, keepTask, useDraftRecipe, useKeptTask } from '@/lib/client/drafting';
import { recipesQuery } from '@/lib/client/recipes';
import {
  chosenModel,
  draftBodyOf,
  isOnThisMachine,
  useDraftCost,
  useDraftModels,
  type DraftModel,
} from '../drafting/draft-models';

/** Has a model draft a recipe from a description: the editor opens at once and shows the text as it comes. */
export function DraftBox() {
  const id = useId();
  const router = useRouter();
  const queries = useQueryClient();
  const { models, isKnown } = useDraftModels();
  const { kept, keep } = useKeptTask();
  const begin = useDraftRecipe();
  const model = chosenModel(models, kept.model);
  const isAsked = kept.task.trim() !== '' && model !== undefined;
  // It stays as it is until the editor is there.
  const isBeginning = begin.isPending || begin.isSuccess;
  const start = () => {
    if (!isAsked || isBeginning) return;
    begin.mutate(
      { ...draftBodyOf(kept.task, model), into_recipe: 'new' },
      {
        onSuccess({ id: operation, recipe_id: recipeId }) {
          if (recipeId === null) return;
          keepDrafting(recipeId, { operation, task: kept.task, model: model.key });
          // What was typed goes along, and comes back from there.
          keepTask(null);
          void queries.invalidateQueries({ queryKey: recipesQuery.queryKey });
          router.push(`/recipes/${recipeId}?view=yaml`);
        },
      },
    );
  };
  const startByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    start();
  };

  return (
    <section className="card draft-box" aria-label="Draft a recipe from a description">
      <div className="draft-line">
        <Icon of={Sparkles} />
        <label className="hidden-text" htmlFor={`${id}-task`}>
          Describe the data you want
        </label>
        <textarea
          id={`${id}-task`}
          className="draft-task"
          rows={2}
          dir="auto"
          maxLength={20_000}
          placeholder="Describe the data you want, e.g. “angry refund requests for a phone shop, in Dutch, with the right reply”"
          value={kept.task}
          readOnly={isBeginning}
          onChange={(event) => keep({ ...kept, task: event.target.value })}
          onKeyDown={startByKey}
        />
        <div className="draft-ways">
          <label className="hidden-text" htmlFor={`${id}-model`}>
            Model that drafts
          </label>
          <SelectFrame>
            <select
              id={`${id}-model`}
              value={model === undefined ? '' : model.key}
              disabled={isBeginning}
              onChange={(event) => keep({ ...kept, model: event.target.value })}
            >
              {models.map((one) => (
                <option key={one.key} value={one.key}>
                  {one.name}
                  {one.provider === null ? '' : `, ${one.provider}`}
                </option>
              ))}
            </select>
          </SelectFrame>
          {isAsked ? (
            <Button busy={isBeginning} onClick={start}>
              Draft recipe
            </Button>
          ) : (
            <Button off={model === undefined ? 'Add a model first' : 'Describe the data first'}>
              Draft recipe
            </Button>
          )}
        </div>
      </div>
      {/* The line is there from the start: what stands below must not move by a key. */}
      <p className="small t3 num draft-cost">
        {model !== undefined ? (
          <Cost model={model} task={kept.task} />
        ) : isKnown ? (
          <>
            There is no model yet that could write a draft. <Link href="/models">Add a model</Link>
          </>
        ) : null}
      </p>
      {begin.isError ? (
        <Note tone="bad" live="alert">
          {messageOf(begin.error)} Your description is kept.
        </Note>
      ) : null}
    </section>
  );
}

/** Who drafts, and for how much. */
function Cost({ model, task }: { model: DraftModel; task: string }) {
  const cost = useDraftCost(model, task);
  return costWords(model, cost);
}

function costWords(model: DraftModel, cost: string | null): string {
  if (isOnThisMachine(model)) {
    return 'The small local model writes a modest draft, free: your words in the prompt, with topics it thinks of.';
  }
  if (model.price === null) return `${model.name} drafts; its price is not known. You edit.`;
  return cost === null ? `${model.name} drafts. You edit.` : `${model.name} drafts, ${cost}. You edit.`;
}
