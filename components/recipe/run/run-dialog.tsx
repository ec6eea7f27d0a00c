'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { z } from 'zod';
import { Dice5 } from 'lucide-react';
import { Button, ButtonLink, IconButton } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Keys } from '@/components/ui/keys';
import { Pill } from '@/components/ui/pill';
import { Note, Skeleton } from '@/components/ui/states';
import type { WireRecipe } from '@/lib/api/recipe-wire';
import type { RunEstimate, StartRunBody } from '@/lib/api/run-wire';
import { codeOf, messageOf } from '@/lib/client/api';
import { useApiKeys } from '@/lib/client/api-keys';
import type { DraftState } from '@/lib/client/draft-saver';
import { isRunnable } from '@/lib/client/editor/read-text';
import { formatCount } from '@/lib/client/format';
import { useHealth, useProviders } from '@/lib/client/models';
import { useRunEstimate, useStartRun } from '@/lib/client/runs';
import type { Position } from '@/lib/recipe/diagnostic';
import { defaultMaxRows } from '@/lib/run/max-rows';
import { localModel } from '@/lib/recipe/local-model';
import { AppError } from '@/lib/util/app-error';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { FixButton } from '../editor/fix-button';
import { problemWords } from '../problem-words';
import { drawSeed } from '../preview/draw-seed';
import { parseSeed } from '../preview/seed-field';
import { chosenNeed } from '../needs/chosen-need';
import { ModelNeed, NeedNote, useModelNeed } from '../needs/model-need';
import { addProviderHref } from '../needs/need-words';
import { CopyCommand } from './copy-command';
import { CostCard } from './cost-card';
import { LimitsLink } from './limits-link';
import { ModelChoice } from './model-choice';
import { ReuseCard } from './reuse-card';
import { areFree, capProblem, dearestCallUsd, parseCap, shownCap, type TypedCap } from './cap';
import { obstacleOf } from './obstacle';
import { startState, type Press } from './start-state';
import { useSettled } from './use-settled';

const mostRows = 10_000_000;

/** How many rows, with which seed, at which price at most; starts the run and goes to it. */
export function RunDialog({
  recipe,
  onFix,
  onClose,
}: {
  recipe: WireRecipe;
  /** Leaves the dialog for a place of the text that is wrong. */
  onFix: (place: Position) => void;
  onClose: () => void;
}) {
  const router = useRouter();
  const read = useEditor((state) => state.read);
  const version = useEditor((state) => state.version.number);
  const isEdited = useEditor((state) => state.text !== state.version.yaml);
  const previewSeed = useEditor((state) => state.seed);
  const problems = useEditor((state) => state.problems);
  const prices = useEditor((state) => state.prices);
  const draft = useDraftOnServer();
  const start = useStartRun();

  const [rowsText, setRowsText] = useState(() => formatCount(read.compiled?.recipe.num_samples ?? 1));
  const [seedText, setSeedText] = useState(() => String(previewSeed));
  const [typedCap, setTypedCap] = useState<TypedCap | null>(null);
  const [reuse, setReuse] = useState(true);
  const [model, setModel] = useState('');
  const ownNeed = useModelNeed();
  const ownEngine = read.compiled?.recipe.inference_config.engine;
  const providers = useProviders().data;
  const health = useHealth().data;
  const need =
    model === '' || providers === undefined || health === undefined
      ? model === ''
        ? ownNeed
        : null
      : chosenNeed(model, {
          own: { engine: ownEngine, need: ownNeed },
          providers,
          isLocalModelThere: health.model_server.status !== 'absent',
        });
  // Once a key exists, every request needs one.
  const needsKey = (useApiKeys().data?.length ?? 0) > 0;
  const isWorkerDown = health?.worker.status === 'down';

  const rows = parseSeed(rowsText);
  const rowsError =
    rows === null || rows < 1 || rows > mostRows ? 'A number from 1 to 10,000,000' : undefined;
  const seed = parseSeed(seedText);
  const seedError = seed === null ? 'A whole number from 0 to 9,007,199,254,740,991' : undefined;

  const request =
    rows === null || rowsError !== undefined || seed === null
      ? null
      : { recipe_id: recipe.id, num_samples: rows, seed, ...(model === '' ? {} : { model }) };
  const settled = useSettled(draft === 'saved' && isRunnable(read) ? request : null, 250);
  const withReuse = useRunEstimate(settled);
  const reusable = withReuse.data?.reused_calls ?? 0;
  const without = useRunEstimate(
    settled !== null && (!reuse || reusable > 0) ? { ...settled, reuse: false } : null,
  );
  const shown = reuse ? withReuse : without;
  const estimate = shown.data;

  const callUsd = dearestCallUsd(read.compiled?.recipe, model === '' ? prices : [null, ...prices.slice(1)]);
  const { text: cap, unit: capUnit } = shownCap(typedCap, estimate, callUsd);
  const capError = capProblem(cap, capUnit);

  const errors = problems.filter(({ severity }) => severity === 'error');
  const refusal = start.error ?? (need === null ? shown.error : null);
  const warning = problems.find(({ severity }) => severity === 'warning');
  const obstacle = obstacleOf({
    errors: errors.length,
    isRunnable: isRunnable(read),
    isRowsWrong: rowsError !== undefined,
    isSeedWrong: seedError !== undefined,
    isCapWrong: capError !== undefined,
    need,
    isUnsaved: draft === 'unsaved',
  });
  // The text must be on the server, and without an estimate there is no cap yet: who presses before waits for both.
  const [press, setPress] = useState<Press>('none');
  const hasEstimateFailed = shown.isError;
  const starting = startState({
    press,
    isSaved: draft === 'saved',
    estimate,
    hasEstimateFailed,
    typedCap: typedCap?.text ?? null,
    capUnit,
    isFree: model === '' && areFree(prices),
  });
  if (starting.isPressLost) setPress('none');

  const budget = parseCap(cap, capUnit);
  const body: StartRunBody | null =
    request === null ? null : { ...request, reuse, ...(budget === null ? {} : { budget }) };

  const form = useRef<HTMLFormElement>(null);
  const submit = () => {
    if (obstacle === null) setPress(starting.press);
    else if (obstacle.leadsTo === 'field') {
      form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    } else if (obstacle.leadsTo === 'problem' && errors[0] !== undefined) onFix(errors[0].range.start);
  };
  const begin = useEffectEvent(() => {
    if (body === null || start.isPending || start.isSuccess) return;
    start.mutate(body, {
      onSuccess: ({ dataset_id: datasetId }) => router.push(`/datasets/${datasetId}`),
      onError: () => setPress('none'),
    });
  });
  const isDue = starting.mayStart && obstacle === null;
  useEffect(() => {
    if (isDue) begin();
  }, [isDue]);

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Run ${recipe.name}`}
      onCtrlEnter={submit}
      aside={<Pill>{isEdited ? `v${version + 1}` : `v${version}`}</Pill>}
      foot={
        <>
          <CopyCommand body={body} recipeName={recipe.name} off={obstacle?.reason} needsKey={needsKey} />
          <span className="grow" />
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="large"
            look="primary"
            type="submit"
            form="run-form"
            busy={starting.isWaiting && obstacle === null}
            off={obstacle?.leadsTo === null ? obstacle.reason : undefined}
          >
            {obstacle?.label ?? starting.label}
            {obstacle === null ? (
              <span className="keys wide-only">
                <Keys of="Ctrl Enter" />
              </span>
            ) : null}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id="run-form"
        className="run-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
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
          <ModelChoice
            value={model}
            isReachable={refusal === null && need === null}
            onChange={(chosen) => {
              setModel(chosen);
              start.reset();
            }}
          />
        </div>

        {need === null ? null : model === '' ? (
          <ModelNeed />
        ) : (
          <NeedNote need={need} onUseLocal={() => setModel(`${localModel.engine}/${localModel.name}`)} />
        )}
        {refusal === null ? null : (
          <Note
            tone="bad"
            live="alert"
            action={
              <span className="row tight wrap">
                <ButtonLink size="small" href={isAboutKey(refusal) ? keyHref(model) : '/models'}>
                  {isAboutKey(refusal) ? 'Add key' : 'Open Models'}
                </ButtonLink>
                {start.error === null ? (
                  <Button size="small" busy={shown.isFetching} onClick={() => void shown.refetch()}>
                    Try again
                  </Button>
                ) : null}
              </span>
            }
          >
            {start.error === null ? 'There is no estimate: ' : null}
            {refusalWords(refusal)} {start.error === null ? null : 'Nothing was started.'}
          </Note>
        )}
        {hasEstimateFailed && estimate === undefined && need === null ? (
          <TextField
            label="Cap in $; empty for none"
            inputMode="decimal"
            className="num"
            value={cap}
            error={capError}
            onChange={(event) => setTypedCap({ text: event.target.value, unit: 'usd' })}
          />
        ) : null}
        {isWorkerDown ? (
          <Note tone="warn">
            No worker is running. The run waits for one, and nothing is spent until then.{' '}
            <code className="mono">npm start</code> runs one beside this server.
          </Note>
        ) : null}
        {draft === 'unsaved' ? (
          <Note tone="warn">
            The text isn’t on the server yet, so it can’t be run. It is kept on this device.
          </Note>
        ) : null}

        {reusable > 0 || withReuse.data?.reuse !== undefined ? (
          <ReuseCard
            reuse={reuse}
            onChange={setReuse}
            count={reusable}
            facts={withReuse.data?.reuse}
            savedUsd={saved(without.data, withReuse.data)}
          />
        ) : null}

        {estimate === undefined ? (
          refusal === null && errors.length === 0 && draft !== 'unsaved' ? (
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
            limits={<LimitsLink onLeave={onClose} />}
            onCap={(text) => setTypedCap({ text, unit: capUnit })}
          />
        )}

        {warning === undefined ? null : (
          <Note tone="warn" action={warning.fixes.length === 0 ? undefined : <FixButton problem={warning} />}>
            {problemWords(warning)}.
          </Note>
        )}
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

/** What the server found is more telling than that the recipe isn't valid. */
function refusalWords(error: unknown): string {
  const first = firstDetail(error);
  return first === null ? messageOf(error) : `${problemWords(first)}.`;
}

function isAboutKey(error: unknown): boolean {
  return codeOf(error) === 'missing-key' || firstDetail(error)?.code === 'missing-key';
}

/** Where the key of a model is added that was chosen for this run. */
function keyHref(model: string): string {
  const [engine] = model.split('/', 1);
  return engine ? addProviderHref(engine) : '/models';
}

const detailsOfRecipe = z.array(
  z.object({ code: z.string(), message: z.string(), path: z.array(z.union([z.string(), z.number()])) }),
);

function firstDetail(error: unknown) {
  if (!(error instanceof AppError)) return null;
  const details = detailsOfRecipe.safeParse(error.details);
  return details.success ? (details.data[0] ?? null) : null;
}

function saved(without: RunEstimate | undefined, withReuse: RunEstimate | undefined): number | null {
  if (typeof without?.cost_usd !== 'number' || typeof withReuse?.cost_usd !== 'number') return null;
  return Math.max(0, without.cost_usd - withReuse.cost_usd);
}
