'use client';

import { Sparkles } from 'lucide-react';
import { Button, ButtonLink } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useSpoken } from '@/components/ui/spoken';
import { formatCount } from '@/lib/client/format';
import type { RecipeDrafting } from './use-drafting';

/** How far the model is with the recipe, and after a failure or a stop what can be done. */
export function DraftingStrip({ drafting }: { drafting: RecipeDrafting }) {
  const { operation, isBusy } = drafting;
  useSpoken(spokenWords(drafting));
  if (operation === null || !operation.done || operation.status === 'COMPLETED') {
    return (
      <div className="strip calm">
        <Icon of={Sparkles} />
        <span className="grow">
          <Progress {...drafting} />
        </span>
        <Button
          size="small"
          busy={isBusy || operation?.status === 'CANCELLING'}
          off={operation === null ? 'It is being asked how far it is' : undefined}
          onClick={drafting.stop}
        >
          Stop
        </Button>
      </div>
    );
  }
  const hasCome = operation.status_metadata.text.trim() !== '';
  return (
    <div className="strip">
      <Icon of={Sparkles} />
      <span className="grow">
        {operation.status === 'FAILED' ? (
          <>
            <b className="strong">No recipe came of it.</b> {operation.error?.message}{' '}
          </>
        ) : (
          <>
            <b className="strong">Stopped.</b>{' '}
          </>
        )}
        Your description is kept: this plain recipe has it in its prompt.
      </span>
      <Button size="small" busy={isBusy} onClick={drafting.askAgain}>
        Ask again{drafting.cost === null ? '' : `, ${drafting.cost}`}
      </Button>
      <ButtonLink size="small" href="/recipes" onClick={drafting.leaveTask}>
        Change the description
      </ButtonLink>
      {hasCome ? (
        <Button size="small" onClick={drafting.takeWhatCame}>
          Use what came
        </Button>
      ) : null}
      <Button size="small" onClick={drafting.close}>
        Keep the plain one
      </Button>
    </div>
  );
}

/** What is told aloud: not how far it is, which changes all the time. */
function spokenWords({ modelName, operation }: RecipeDrafting): string {
  if (operation?.status === 'FAILED') return `No recipe came of it. ${operation.error?.message ?? ''}`;
  if (operation?.status === 'CANCELLED') return 'Stopped.';
  const { waiting, problem } = operation?.status_metadata ?? {};
  return waiting ?? (problem === undefined ? `${modelName} writes this recipe.` : `Asked again: ${problem}`);
}

function Progress({ modelName, operation }: RecipeDrafting) {
  const facts = operation?.status_metadata;
  if (facts?.waiting !== undefined) return facts.waiting;
  return (
    <>
      <b className="strong">{modelName} writes this recipe.</b>{' '}
      {facts?.problem === undefined ? null : `Asked again: ${facts.problem} `}
      {facts === undefined ? null : (
        <span className="t2 num">{formatCount(facts.text.length)} characters so far</span>
      )}
    </>
  );
}
