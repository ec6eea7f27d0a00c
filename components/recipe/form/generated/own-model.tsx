'use client';

import { useId } from 'react';
import { SelectFrame } from '@/components/ui/field';
import { useModels } from '@/lib/client/models';
import type { DraftGenerated } from '@/lib/recipe/draft';
import { fieldDefault } from '@/lib/recipe/form/field-help';
import { chooseOwnModel, ownModelOf, type KnownModel } from '@/lib/recipe/form/own-model';
import { engineNames } from '@/lib/llm/engines';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { Fold } from '../parts/fold';
import { FormNumber, FormText } from '../parts/form-fields';
import { FormSelect } from '../parts/form-select';
import { useProblemAt } from '../parts/use-form-field';

type Props = { path: Path; attribute: DraftGenerated | undefined };

/** Which model writes the attribute: the recipe's, or one that is known here. */
export function ModelOfAttribute({ path, attribute }: Props) {
  const id = useId();
  const main = useEditor((state) => state.read.draft.inference_config);
  const problem = useProblemAt([...path, 'inference_config', 'model'], { below: true });
  const { edit } = useEditorActions();
  const models = useModels().data ?? [];
  const own = attribute?.inference_config;
  const known = models.map((model): KnownModel & { provider: string } => ({
    engine: model.engine,
    name: model.name,
    baseUrl: model.base_url,
    provider: model.provider_name ?? model.engine,
  }));
  const written = own?.model?.model_name;
  const chosen = ownModelOf({ main, own }, known);
  const value =
    chosen === null
      ? written === undefined
        ? ''
        : 'written'
      : String(known.findIndex((one) => one === chosen));
  const providers = [...new Set(known.map(({ provider }) => provider))];
  return (
    <div className="form-field">
      <label className="label" htmlFor={id}>
        Model
      </label>
      <SelectFrame isBad={problem?.severity === 'error'}>
        <select
          id={id}
          value={value}
          onChange={(event) => {
            if (event.target.value === 'written') return;
            const model = known[Number(event.target.value)];
            edit(chooseOwnModel(path, { main, own }, event.target.value === '' ? null : (model ?? null)));
          }}
        >
          <option value="">{lastOf(main?.model?.model_name) ?? 'none yet'}, the recipe’s</option>
          {value === 'written' ? <option value="written">{lastOf(written)}</option> : null}
          {providers.map((provider) => (
            <optgroup key={provider} label={provider}>
              {known.map((model, index) =>
                model.provider === provider ? (
                  <option key={index} value={index}>
                    {lastOf(model.name)}
                  </option>
                ) : null,
              )}
            </optgroup>
          ))}
        </select>
      </SelectFrame>
      {problem === undefined ? null : <FieldProblem id={`${id}-problem`} problem={problem} />}
    </div>
  );
}

/** How this attribute is asked, where it differs from the recipe; closed it says in what. */
export function OwnInference({ path, attribute }: Props) {
  const main = useEditor((state) => state.read.draft.inference_config);
  const own = attribute?.inference_config;
  const at = (...steps: string[]): Path => [...path, 'inference_config', ...steps];
  const usual = (key: Setting) => `${main?.generation?.[key] ?? fallbackOf(key)}, the recipe’s`;
  const problem = useProblemAt(at());
  return (
    <Fold title="Way of asking" summary={summaryOf(own)}>
      {problem === undefined ? null : <FieldProblem id="own-inference-problem" problem={problem} />}
      <div className="form-fields">
        {settings.map(({ key, label }) => (
          <FormNumber key={key} path={at('generation', key)} label={label} placeholder={usual(key)} />
        ))}
      </div>
      <p className="small t2">A model that isn’t in the list above is named here.</p>
      <div className="form-fields">
        <FormSelect path={at('engine')} label="Engine" options={engineNames} empty="The recipe’s" />
        <FormText
          path={at('model', 'model_name')}
          label="Model by name"
          mono
          optional
          placeholder="the recipe’s"
        />
        <FormText
          path={at('remote_params', 'api_url')}
          label="Address"
          mono
          optional
          placeholder="the usual one"
        />
      </div>
      <div className="form-fields">
        <FormNumber
          path={at('remote_params', 'requests_per_minute')}
          label="Calls a minute"
          placeholder="as set for it"
        />
        <FormNumber
          path={at('remote_params', 'num_workers')}
          label="Calls at once"
          placeholder="as set for it"
        />
      </div>
    </Fold>
  );
}

const settings = [
  { key: 'temperature', label: 'Temperature' },
  { key: 'top_p', label: 'Top p' },
  { key: 'frequency_penalty', label: 'Frequency penalty' },
  { key: 'presence_penalty', label: 'Presence penalty' },
] as const;

type Setting = (typeof settings)[number]['key'];

function fallbackOf(key: Setting): string {
  const fallback = fieldDefault(['inference_config', 'generation', key]);
  return typeof fallback === 'number' ? String(fallback) : 'not sent';
}

function summaryOf(own: DraftGenerated['inference_config']): string {
  const words = [
    own?.model?.model_name,
    own?.engine === undefined ? undefined : `on ${own.engine}`,
    ...settings.map(({ key, label }) => {
      const value = own?.generation?.[key];
      return value === undefined ? undefined : `${label.toLowerCase()} ${value}`;
    }),
  ].filter((word) => word !== undefined);
  return words.length === 0 ? 'as the recipe says' : words.join(', ');
}

function lastOf(name: string | undefined): string | undefined {
  return name?.slice(name.lastIndexOf('/') + 1);
}
