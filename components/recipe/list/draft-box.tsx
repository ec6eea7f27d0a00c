'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { SelectFrame } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Note } from '@/components/ui/states';
import type { Health, WireModel } from '@/lib/api/model-wire';
import type { WireDraftOperation } from '@/lib/api/operation-wire';
import { messageOf } from '@/lib/client/api';
import {
  forgetKeptDraft,
  useDraftRecipe,
  useKeptDraft,
  useOperation,
  useStopOperation,
} from '@/lib/client/drafting';
import { formatCount, formatUsd } from '@/lib/client/format';
import { useHealth, useModels } from '@/lib/client/models';
import { recipesQuery } from '@/lib/client/recipes';
import { costUsd, type ModelPrice } from '@/lib/llm/price';

const localEngine = 'LLAMACPP';

/** Has a model draft a recipe from a description, and leads to it when it is done. */
export function DraftBox() {
  const id = useId();
  const router = useRouter();
  const queries = useQueryClient();
  const known = useModels();
  const health = useHealth();
  const models = choicesOf(known.data ?? [], health.data?.model_server);
  const { kept, keep } = useKeptDraft();
  const begin = useDraftRecipe();
  const stop = useStopOperation();
  const operation = useOperation(kept.operation).data;
  const draft = operation?.kind === 'synthesis.generate-config' ? operation : undefined;
  // Only who has waited here is led to the recipe; after a reload it is offered.
  const [awaited, setAwaited] = useState<number | null>(null);
  const isDrafting = begin.isPending || (kept.operation !== null && draft?.done !== true);
  const isHere = draft?.status === 'COMPLETED' && draft.recipe_id !== null;
  useEffect(() => {
    if (!isHere || awaited !== kept.operation) return;
    void queries.invalidateQueries({ queryKey: recipesQuery.queryKey });
    forgetKeptDraft();
    router.push(`/recipes/${draft.recipe_id}`);
  }, [isHere, awaited, kept.operation, draft, queries, router]);

  const model = models.find((one) => one.key === kept.model) ?? usualModel(models);
  const isAsked = kept.task.trim() !== '' && model !== undefined;
  const start = () => {
    if (!isAsked || isDrafting) return;
    begin.mutate(
      {
        task_definition: kept.task.trim(),
        model_identifier: { model_type: model.engine, model_name: model.name },
        // Of these there may be several.
        ...(model.engine === 'REMOTE' && { inference_config: { api_url: model.baseUrl } }),
      },
      {
        onSuccess: ({ id: made }) => {
          setAwaited(made);
          keep({ ...kept, operation: made });
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
          readOnly={isDrafting}
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
              disabled={isDrafting}
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
          {isDrafting ? (
            <Button
              busy={stop.isPending}
              onClick={() => {
                if (kept.operation !== null) stop.mutate(kept.operation);
              }}
            >
              Cancel
            </Button>
          ) : isAsked ? (
            <Button onClick={start}>Draft recipe</Button>
          ) : (
            <Button off={model === undefined ? 'Add a model first' : 'Describe the data first'}>
              Draft recipe
            </Button>
          )}
        </div>
      </div>
      {model !== undefined && kept.task !== '' && !isDrafting ? (
        <Cost model={model} task={kept.task} />
      ) : null}
      {model === undefined && known.isSuccess && health.isSuccess ? (
        <p className="small t3">
          There is no model yet that could write a draft. <Link href="/models">Add a model</Link>
        </p>
      ) : null}
      {isDrafting ? <Progress draft={draft} /> : null}
      {begin.isError ? (
        <Note tone="bad" live="alert">
          {messageOf(begin.error)}
        </Note>
      ) : null}
      {draft?.status === 'FAILED' ? (
        <Note tone="bad" live="alert">
          {draft.error?.message ?? 'No recipe came of it.'} Your description is kept.
        </Note>
      ) : null}
      {isHere && awaited !== kept.operation ? (
        <Note
          tone="ok"
          live="status"
          action={
            <ButtonLink
              size="small"
              href={`/recipes/${draft.recipe_id}`}
              onClick={() => keep({ ...kept, task: '', operation: null })}
            >
              Open it
            </ButtonLink>
          }
        >
          The recipe that you described is drafted.
        </Note>
      ) : null}
    </section>
  );
}

/** Who drafts, and for how much. */
function Cost({ model, task }: { model: DraftModel; task: string }) {
  // What the model is told besides is long, and the page shows without it.
  const usageOf = useQuery({
    queryKey: ['drafts', 'usage'],
    queryFn: async () => (await import('@/lib/plan/drafting/draft-prompt')).draftUsage,
    staleTime: Infinity,
  }).data;
  const words =
    model.engine === localEngine
      ? 'The small local model writes a modest draft, free: your words in the prompt, with topics it thinks of.'
      : model.price === null
        ? `${model.name} drafts; its price is not known. You edit.`
        : usageOf === undefined
          ? `${model.name} drafts. You edit.`
          : `${model.name} drafts, about ${formatUsd(costUsd(model.price, usageOf(task)))}. You edit.`;
  return <p className="small t3 num">{words}</p>;
}

/** How far the model is: the answer as it is written, and why it is asked again. */
function Progress({ draft }: { draft: WireDraftOperation | undefined }) {
  const facts = draft?.status_metadata;
  const words =
    facts === undefined
      ? 'Starting'
      : (facts.waiting ??
        (facts.problem === undefined
          ? `The model writes, ${formatCount(facts.text.length)} characters so far`
          : `Asked again: ${facts.problem}`));
  return (
    <div className="draft-progress">
      <p className="small t2" role="status">
        {words}
      </p>
      {facts === undefined || facts.text === '' ? null : (
        <pre className="mono small draft-text" tabIndex={0} aria-label="The draft as it is written">
          {facts.text.slice(-1200)}
        </pre>
      )}
    </div>
  );
}

/** A model to choose, and whose it is. */
type DraftModel = {
  readonly key: string;
  readonly engine: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly provider: string | null;
  readonly price: ModelPrice | null;
};

/** The models that are known, and the one on this machine from the first start on. */
function choicesOf(models: readonly WireModel[], local: Health['model_server'] | undefined): DraftModel[] {
  const choices = models.map((model) => ({
    key: String(model.id),
    engine: model.engine,
    name: model.name,
    baseUrl: model.base_url,
    provider: model.provider_name,
    price: priceOf(model),
  }));
  const name = local?.status === 'absent' ? null : (local?.model ?? null);
  if (name === null || choices.some(({ engine }) => engine === localEngine)) return choices;
  return [
    ...choices,
    { key: 'local', engine: localEngine, name, baseUrl: '', provider: 'this machine', price: null },
  ];
}

function priceOf({
  input_usd_per_million: input,
  output_usd_per_million: output,
}: WireModel): ModelPrice | null {
  return input === null || output === null
    ? null
    : { inputUsdPerMillion: input, outputUsdPerMillion: output };
}

/** A model that writes well before the small one on this machine. */
function usualModel(models: readonly DraftModel[]): DraftModel | undefined {
  return models.find(({ engine }) => engine !== localEngine) ?? models[0];
}
