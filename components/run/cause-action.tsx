import { Button, ButtonLink } from '@/components/ui/button';
import type { WireRun } from '@/lib/api/run-wire';
import { formatCount, formatRows } from '@/lib/client/format';
import { canRetry, failureWords, tokensBeforeCut } from '@/lib/client/run-words';

/** What the ways out of a cause do; the page carries them out. */
export type CauseActions = {
  /** The cause that is being asked again. */
  retrying: string | null;
  onRetry: (code: string, maxNewTokens?: number) => void;
  onEnterKey: () => void;
  /** Runs the same recipe with the model of this machine; null where there is none, or no stored recipe. */
  onUseLocal: (() => void) | null;
  /** All rows with a drawn value. */
  onShowValue: (at: { attributeId: string; value: string }) => void;
  onShowRows: (at: { status: 'failed' | 'rejected'; code: string; row?: number }) => void;
};

/** A cause of lost rows; a run that stopped before its first row has none to show. */
export type Cause = { code: string; message: string; count: number; row: number | null };

/** The one way out of rows that failed for a reason; where there is none, their rows. */
export function CauseAction({ run, cause, actions }: { run: WireRun; cause: Cause; actions: CauseActions }) {
  const { code, message, count, row } = cause;
  const { remedy } = failureWords(code, run);
  const seeRows = (label: string, at: number | null) => (
    <Button
      size="small"
      onClick={() => actions.onShowRows({ status: 'failed', code, ...(at === null ? {} : { row: at }) })}
    >
      {label}
    </Button>
  );
  switch (remedy) {
    case 'key':
      return (
        <span className="row tight wrap">
          <Button size="small" onClick={actions.onEnterKey}>
            {code === 'missing-key' ? 'Enter a key' : 'Enter another key'}
          </Button>
          {code === 'missing-key' && actions.onUseLocal !== null ? (
            <Button size="small" onClick={actions.onUseLocal}>
              Use local model…
            </Button>
          ) : null}
        </span>
      );
    case 'models':
      return (
        <ButtonLink size="small" href="/models">
          Open models
        </ButtonLink>
      );
    case 'recipe':
      return run.recipe_id === null ? (
        seeRows('See rows', null)
      ) : (
        <ButtonLink size="small" href={`/recipes/${run.recipe_id}`}>
          Open recipe
        </ButtonLink>
      );
    case 'prompts':
      return seeRows(count === 1 ? 'See prompt' : 'See prompts', row);
    case 'tokens':
    case 'retry': {
      if (!canRetry(run)) return seeRows('See rows', null);
      const longer = remedy === 'tokens' ? longerThan(message, run) : undefined;
      return (
        <Button
          size="small"
          busy={actions.retrying === code}
          hint={retryHint(run, count, longer)}
          onClick={() => actions.onRetry(code, longer)}
        >
          {longer === undefined ? 'Retry' : `Allow ${formatCount(longer)}, retry`}
        </Button>
      );
    }
  }
}

/** Twice the limit; those that were cut off before it was raised have room enough by now. */
function longerThan(message: string, { endpoint }: WireRun): number {
  const limit = endpoint?.max_new_tokens ?? 512;
  return (tokensBeforeCut(message) ?? limit) < limit ? limit : 2 * limit;
}

function retryHint({ status }: WireRun, count: number, longer: number | undefined): string {
  const what =
    status === 'running' || status === 'pending'
      ? `Asks ${count === 1 ? 'this row' : `these ${formatRows(count)}`} again before new ones`
      : `Asks ${count === 1 ? 'this row' : `these ${formatRows(count)}`} again and goes on`;
  return longer === undefined
    ? `${what}.`
    : `${what}. From now on an answer of this run may have ${formatCount(longer)} tokens; the recipe stays as it is.`;
}
