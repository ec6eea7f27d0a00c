'use client';

import { useRouter } from 'next/navigation';
import { useState, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField, Toggle } from '@/components/ui/field';
import { Note } from '@/components/ui/states';
import type { RunEstimate, StartRunBody, WireRun } from '@/lib/api/run-wire';
import { messageOf } from '@/lib/client/api';
import { formatCount, formatUsd } from '@/lib/client/format';
import { useRunEstimate, useStartRun } from '@/lib/client/runs';
import { localModel } from '@/lib/recipe/local-model';

const mostRows = 10_000_000;

/** The same version once more, with the model it had or the one of this machine; rows, seed and cap can be changed. */
export function RunAgainDialog({
  run,
  recipe,
  withLocalModel,
  onClose,
}: {
  run: WireRun;
  recipe: { id: number; version: number };
  withLocalModel: boolean;
  onClose: () => void;
}) {
  const model = withLocalModel ? `${localModel.engine}/${localModel.name}` : run.model;
  const router = useRouter();
  const start = useStartRun();
  const [rowsText, setRowsText] = useState(String(run.num_samples));
  const [seedText, setSeedText] = useState(String(run.seed));
  const [capText, setCapText] = useState(run.budget.usd === undefined ? '' : String(run.budget.usd));
  const [reuse, setReuse] = useState(true);
  const rows = wholeNumber(rowsText, mostRows);
  const seed = wholeNumber(seedText, Number.MAX_SAFE_INTEGER);
  const cap = capText.trim() === '' ? null : Number(capText);
  const rowsError = rows === null || rows < 1 ? 'A number from 1 to 10,000,000' : undefined;
  const seedError = seed === null ? 'A whole number' : undefined;
  const capError = cap !== null && !(cap > 0) ? 'An amount above 0, or nothing' : undefined;
  const body: StartRunBody | null =
    rows === null || rowsError !== undefined || seed === null || capError !== undefined
      ? null
      : {
          recipe_id: recipe.id,
          recipe_version: recipe.version,
          num_samples: rows,
          seed,
          reuse,
          name: run.name,
          ...(model === null ? {} : { model }),
          ...budgetOf(run, cap),
        };
  const estimate = useRunEstimate(body);
  const refusal = start.error ?? estimate.error;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (body === null || start.isPending) return;
    start.mutate(body, { onSuccess: ({ dataset_id: id }) => router.push(`/datasets/${id}`) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="narrow"
      title={`Run version ${recipe.version} again${withLocalModel ? ', with the local model' : ''}`}
      foot={
        <>
          <span className="grow" />
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="large"
            look="primary"
            type="submit"
            form="run-again"
            busy={start.isPending || start.isSuccess}
            off={body === null ? 'Mend what is marked first' : undefined}
          >
            {runWords(estimate.data)}
          </Button>
        </>
      }
    >
      <form id="run-again" className="stack" onSubmit={submit}>
        <TextField
          label="Accepted rows wanted"
          inputMode="numeric"
          autoFocus
          value={rowsText}
          error={rowsError}
          onChange={(event) => setRowsText(event.target.value)}
        />
        <TextField
          label="Seed"
          inputMode="numeric"
          value={seedText}
          error={seedError}
          hint={
            seed === run.seed ? 'As before: the same values are drawn' : 'Another seed draws other values'
          }
          onChange={(event) => setSeedText(event.target.value)}
        />
        <TextField
          label="Cap"
          inputMode="decimal"
          lead={<span className="t3">$</span>}
          placeholder="no cap"
          value={capText}
          error={capError}
          onChange={(event) => setCapText(event.target.value)}
        />
        <div className="row">
          <label className="grow stack-tight" htmlFor="reuse-answers">
            <span>Reuse answers</span>
            <span className="hint">{reuseWords(estimate.data, reuse)}</span>
          </label>
          <Toggle id="reuse-answers" label="Reuse answers" on={reuse} onChange={setReuse} />
        </div>
        {refusal === null ? null : <Note tone="bad">{messageOf(refusal)}</Note>}
      </form>
    </Dialog>
  );
}

function budgetOf({ budget }: WireRun, usd: number | null): { budget?: WireRun['budget'] } {
  const { tokens, calls } = budget;
  const wanted = {
    ...(usd === null ? {} : { usd }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(calls === undefined ? {} : { calls }),
  };
  return Object.keys(wanted).length === 0 ? {} : { budget: wanted };
}

/** The price stands on the button that spends it. */
function runWords(estimate: RunEstimate | undefined): string {
  if (estimate === undefined) return 'Run';
  if (estimate.cost_usd === null) return `Run, about ${formatCount(estimate.calls)} calls`;
  return estimate.cost_usd === 0 ? 'Run, free' : `Run, about ${formatUsd(estimate.cost_usd)}`;
}

function reuseWords(estimate: RunEstimate | undefined, reuse: boolean): string {
  if (!reuse) return 'Every answer is asked for anew, and paid for';
  return estimate === undefined
    ? 'Answers to the same questions aren’t asked for again'
    : `${formatCount(estimate.reused_calls)} of ${formatCount(estimate.calls + estimate.reused_calls)} answers are there already`;
}

function wholeNumber(text: string, most: number): number | null {
  const digits = text.replaceAll(/[\s,]/g, '');
  if (!/^\d{1,16}$/.test(digits)) return null;
  const value = Number(digits);
  return value <= most ? value : null;
}
