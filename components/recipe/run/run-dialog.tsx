'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { Dice5 } from 'lucide-react';
import { Button, ButtonLink, IconButton } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField, Toggle } from '@/components/ui/field';
import { Dot, Pill } from '@/components/ui/pill';
import { Note, Skeleton } from '@/components/ui/states';
import type { WireRecipe } from '@/lib/api/recipe-wire';
import type { RunEstimate, StartRunBody } from '@/lib/api/run-wire';
import { messageOf } from '@/lib/client/api';
import type { DraftState } from '@/lib/client/draft-saver';
import { isRunnable } from '@/lib/client/editor/read-text';
import { formatCount, formatUsd } from '@/lib/client/format';
import { useRunEstimate, useStartRun } from '@/lib/client/runs';
import { defaultMaxRows } from '@/lib/run/max-rows';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { problemWords } from '../problem-words';
import { drawSeed } from '../preview/draw-seed';
import { parseSeed } from '../preview/seed-field';
import { CostCard } from './cost-card';
import { capProblem, dearestCallUsd, parseCap, suggestedCap, type CapUnit } from './cap';
import { useSettled } from './use-settled';

const mostRows = 10_000_000;

/** How many rows, with which seed, at which price at most; starts the run and goes to it. */
export function RunDialog({ recipe, onClose }: { recipe: WireRecipe; onClose: () => void }) {
  const router = useRouter();
  const read = useEditor((state) => state.read);
  const version = useEditor((state) => state.version.number);
  const isEdited = useEditor((state) => state.text !== state.version.yaml);
  const previewSeed = useEditor((state) => state.seed);
  const problems = useEditor((state) => state.problems);
  const price = useEditor((state) => state.price);
  const draft = useDraftOnServer();
  const start = useStartRun();

  const [rowsText, setRowsText] = useState(() => formatCount(read.compiled?.recipe.num_samples ?? 1));
  const [seedText, setSeedText] = useState(() => String(previewSeed));
  const [capText, setCapText] = useState<string | null>(null);
  const [reuse, setReuse] = useState(true);

  const rows = parseSeed(rowsText);
  const rowsError =
    rows === null || rows < 1 || rows > mostRows ? 'A number from 1 to 10,000,000' : undefined;
  const seed = parseSeed(seedText);
  const seedError = seed === null ? 'A whole number from 0 to 9,007,199,254,740,991' : undefined;

  const request =
    rows === null || rowsError !== undefined || seed === null
      ? null
      : { recipe_id: recipe.id, num_samples: rows, seed };
  const settled = useSettled(draft === 'saved' && isRunnable(read) ? request : null, 250);
  const withReuse = useRunEstimate(settled);
  const reusable = withReuse.data?.reused_calls ?? 0;
  const without = useRunEstimate(
    settled !== null && (!reuse || reusable > 0) ? { ...settled, reuse: false } : null,
  );
  const shown = reuse ? withReuse : without;
  const estimate = shown.data;

  const capUnit: CapUnit = estimate?.cost_usd === null ? 'calls' : 'usd';
  const callUsd = dearestCallUsd(read.compiled?.recipe, price);
  const isFree = estimate?.cost_usd === 0;
  const cap = isFree ? '' : (capText ?? suggestedCap(estimate, capUnit, callUsd));
  const capError = capProblem(cap, capUnit);

  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const refusal = start.error ?? shown.error;
  const warning = problems.find(({ severity }) => severity === 'warning');
  const why = whyNot({ errors, rowsError, seedError, capError, draft, isChecking: !isRunnable(read) });

  const submit = () => {
    if (request === null || why !== undefined || start.isPending) return;
    const budget = parseCap(cap, capUnit);
    const body: StartRunBody = { ...request, reuse, ...(budget === null ? {} : { budget }) };
    start.mutate(body, { onSuccess: ({ dataset_id: datasetId }) => router.push(`/datasets/${datasetId}`) });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Run ${recipe.name}`}
      aside={<Pill>{isEdited ? `v${version + 1}` : `v${version}`}</Pill>}
      foot={
        <>
          <span className="grow" />
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          {errors > 0 ? (
            <Button size="large" look="primary" onClick={onClose}>
              Fix {errors} {errors === 1 ? 'error' : 'errors'}
            </Button>
          ) : (
            <Button
              size="large"
              look="primary"
              type="submit"
              form="run-form"
              busy={start.isPending || start.isSuccess}
              off={why}
            >
              {runWords(estimate)}
              <span className="keys wide-only">
                <kbd>Ctrl</kbd>
                <kbd>Enter</kbd>
              </span>
            </Button>
          )}
        </>
      }
    >
      <form
        id="run-form"
        className="run-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        onKeyDown={press}
      >
        <div className="grid3">
          <TextField
            label="Accepted rows wanted"
            inputMode="numeric"
            className="num"
            autoFocus
            value={rowsText}
            error={rowsError}
            unit={
              rows === null || rowsError !== undefined ? undefined : (
                <span className="small">at most {formatCount(defaultMaxRows(rows))} tries</span>
              )
            }
            onChange={(event) => setRowsText(event.target.value)}
            onFocus={(event) => event.target.select()}
          />
          <TextField
            label="Seed"
            inputMode="numeric"
            className="num"
            value={seedText}
            error={seedError}
            unit={
              <IconButton
                icon={Dice5}
                size="small"
                label="Other seed"
                onClick={() => setSeedText(String(drawSeed()))}
              />
            }
            onChange={(event) => setSeedText(event.target.value)}
          />
          <ModelShown isReachable={refusal === null} />
        </div>

        {refusal === null ? null : (
          <Note
            tone="bad"
            live="alert"
            action={
              <ButtonLink size="small" href="/models">
                Open Models
              </ButtonLink>
            }
          >
            {messageOf(refusal)} Nothing was started.
          </Note>
        )}
        {draft === 'unsaved' ? (
          <Note tone="warn">
            The text isn’t on the server yet, so it can’t be run. It is kept on this device.
          </Note>
        ) : null}

        {reusable > 0 ? (
          <ReuseCard
            reuse={reuse}
            onChange={setReuse}
            count={reusable}
            savedUsd={saved(without.data, withReuse.data)}
          />
        ) : null}

        {estimate === undefined ? (
          refusal === null && errors === 0 && draft !== 'unsaved' ? (
            <Skeleton width="100%" height={160} />
          ) : null
        ) : (
          <CostCard
            estimate={estimate}
            rows={rows ?? 0}
            cap={cap}
            callUsd={callUsd}
            capUnit={capUnit}
            capError={capError}
            onCap={setCapText}
          />
        )}

        {warning === undefined ? null : <Note tone="warn">{problemWords(warning)}</Note>}
      </form>
    </Dialog>
  );
}

/** The draft must be on the server before a run can be made of it. */
function useDraftOnServer(): 'checking' | 'saved' | 'unsaved' {
  const { saver } = useEditorActions();
  const live = useEditor((state) => state.draft.kind);
  const [atOpening, setAtOpening] = useState<DraftState['kind'] | null>(null);
  useEffect(() => {
    void saver.flush().then(({ kind }) => setAtOpening(kind));
  }, [saver]);
  if (atOpening === null) return 'checking';
  if (live === 'saved') return 'saved';
  return live === 'saving' ? 'checking' : 'unsaved';
}

function ModelShown({ isReachable }: { isReachable: boolean }) {
  const config = useEditor((state) => state.read.compiled?.recipe.inference_config);
  return (
    <div className="field">
      <span className="label">Model</span>
      <span className="input large model-shown" title={config?.model.model_name}>
        <Dot tone={isReachable ? 'ok' : 'bad'} />
        <span className="cut">{config?.model.model_name ?? 'none'}</span>
        <span className="unit small">{config?.engine}</span>
      </span>
    </div>
  );
}

function ReuseCard({
  reuse,
  onChange,
  count,
  savedUsd,
}: {
  reuse: boolean;
  onChange: (reuse: boolean) => void;
  count: number;
  savedUsd: number | null;
}) {
  return (
    <section aria-labelledby="reuse-title">
      <h3 id="reuse-title" className="part-title">
        Answers already paid for
      </h3>
      <div className="card reuse-card">
        <Toggle on={reuse} onChange={onChange} label="Reuse answers" />
        <span className="grow">
          <b className="strong">
            {reuse ? 'Reuse' : 'Don’t reuse'} {formatCount(count)} {count === 1 ? 'answer' : 'answers'}
          </b>
          <br />
          <span className="small t2">
            {reuse
              ? 'Same seed, same prompts: they are taken over from earlier tries and runs.'
              : 'Everything is asked again, and paid for again.'}
          </span>
        </span>
        {savedUsd === null || savedUsd === 0 || !reuse ? null : (
          <span className="num ok strong">saves {formatUsd(savedUsd)}</span>
        )}
      </div>
    </section>
  );
}

function saved(without: RunEstimate | undefined, withReuse: RunEstimate | undefined): number | null {
  if (typeof without?.cost_usd !== 'number' || typeof withReuse?.cost_usd !== 'number') return null;
  return Math.max(0, without.cost_usd - withReuse.cost_usd);
}

function runWords(estimate: RunEstimate | undefined): string {
  if (typeof estimate?.cost_usd !== 'number') return 'Run';
  return estimate.cost_usd === 0 ? 'Run, free' : `Run, about ${formatUsd(estimate.cost_usd)}`;
}

function whyNot(now: {
  errors: number;
  rowsError: string | undefined;
  seedError: string | undefined;
  capError: string | undefined;
  draft: 'checking' | 'saved' | 'unsaved';
  isChecking: boolean;
}): string | undefined {
  if (now.errors > 0 || now.isChecking) return 'Fix what is broken first';
  if (now.rowsError !== undefined) return 'The number of rows isn’t right';
  if (now.seedError !== undefined) return 'The seed isn’t right';
  if (now.capError !== undefined) return 'The cap isn’t right';
  if (now.draft === 'unsaved') return 'The text isn’t saved on the server yet';
  return now.draft === 'checking' ? 'The text is being saved' : undefined;
}
