'use client';

import { ListFilter } from 'lucide-react';
import { Button, ButtonLink } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import { ruleOfFilters } from '@/lib/client/rows/rule-of-filters';
import { useKeepOnly, type DraftChange } from '@/lib/client/rows/use-keep-only';
import type { RowFilter } from '@/lib/dataset/row-filter';
import type { PlainValue } from '@/lib/recipe/edit/plain-value';

/** Makes the conditions on a column a rule of the recipe, so that the next run keeps only such rows. */
export function KeepOnly({
  recipeId,
  column,
  filters,
  onDone,
}: {
  recipeId: number;
  column: string;
  filters: readonly RowFilter[];
  onDone: () => void;
}) {
  const { add, takeBack } = useKeepOnly(recipeId);
  const made = ruleOfFilters(column, filters);
  const isPossible = !('off' in made);
  const tellFailure = (failure: Error) => showToast({ tone: 'bad', text: messageOf(failure) });
  // By promises: the menu is closed, and this gone, when the person takes the rule back.
  const undo = (change: DraftChange) =>
    void takeBack
      .mutateAsync(change)
      .then(() => showToast({ text: 'The rule is gone from the recipe.' }), tellFailure);
  const keep = (rule: Record<string, PlainValue>) =>
    void add.mutateAsync(rule).then((change) => {
      onDone();
      showToast({
        text: `The recipe has a rule for ${column} now; the next run follows it.`,
        action: { label: 'Undo', run: () => undo(change) },
      });
    }, tellFailure);
  return (
    <div className="stack tight keep-only" role="group" aria-label="Rule of the recipe">
      <div className="row tight">
        <Button
          size="small"
          icon={ListFilter}
          busy={add.isPending}
          off={isPossible ? undefined : made.off}
          onClick={() => isPossible && keep(made.rule)}
        >
          Keep only if…
        </Button>
        <Button size="small" look="ghost" onClick={() => keep({ column, required: true })}>
          not empty
        </Button>
        <Button size="small" look="ghost" onClick={() => keep({ column, unique: true })}>
          no duplicate
        </Button>
      </div>
      <p className="small t3">
        {isPossible ? (
          <>Adds a rule to the recipe: {made.words}. </>
        ) : (
          'Adds a rule to the recipe, for the next run. '
        )}
        <ButtonLink look="link" href={`/recipes/${recipeId}?view=form&node=quality`}>
          See its rules
        </ButtonLink>
      </p>
    </div>
  );
}
