'use client';

import { SelectFrame } from '@/components/ui/field';
import { useProviders } from '@/lib/client/models';
import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import type { PlainValue } from '@/lib/recipe/edit/plain-value';
import { normalizeBaseUrl } from '@/lib/llm/endpoint';
import { engineFacts, engineNames, isEngineName } from '@/lib/llm/engines';
import { localModel } from '@/lib/recipe/local-model';
import { useEditorActions } from '../../editor/editor-context';
import { FieldFrame } from '../parts/form-fields';
import { useFormField } from '../parts/use-form-field';

const enginePath = ['inference_config', 'engine'];
const addressPath = ['inference_config', 'remote_params', 'api_url'];
const namePath = ['inference_config', 'model', 'model_name'];

type Option = { value: string; label: string; engine: string; address: string | null };

/** Who runs the model: this machine, a provider that is set up, or another engine. */
export function ProviderChoice() {
  const engine = useFormField(enginePath);
  const address = useFormField(addressPath);
  const name = useFormField(namePath);
  const providers = useProviders().data ?? [];
  const { edit } = useEditorActions();

  const known = providers.map((provider): Option => ({
    value: `${provider.engine} ${provider.base_url}`,
    label: provider.name,
    engine: provider.engine,
    address: isUsual(provider.engine, provider.base_url) ? null : provider.base_url,
  }));
  const others = engineNames
    .filter((each) => ['openai', 'anthropic', 'echo'].includes(engineFacts(each).protocol))
    .filter((each) => !known.some((option) => option.engine === each && option.address === null))
    .map((each): Option => ({
      value: each,
      label: engineFacts(each).label,
      engine: each,
      address: null,
    }));
  const local: Option = { value: 'local', label: 'Local model', engine: localModel.engine, address: null };
  const all = [local, ...known, ...others];
  const current = all.find((option) => isChosen(option, engine.text, address.text));

  const choose = (value: string) => {
    const option = all.find((candidate) => candidate.value === value);
    if (option === undefined) return;
    const set = (path: readonly string[], to: PlainValue): RecipeEdit => ({ type: 'set', path, value: to });
    edit([
      set(enginePath, option.engine),
      ...(option.address !== null
        ? [set(addressPath, option.address)]
        : address.isWritten
          ? [{ type: 'remove', path: addressPath } as const]
          : []),
      ...(option.value === 'local' && name.text !== localModel.name ? [set(namePath, localModel.name)] : []),
    ]);
  };
  return (
    <FieldFrame field={engine} label="Provider">
      {(described) => (
        <SelectFrame isBad={engine.problem?.severity === 'error'}>
          <select
            {...described}
            value={current?.value ?? ''}
            onChange={(event) => choose(event.target.value)}
          >
            {current === undefined ? (
              <option value="">{[engine.text || 'Choose…', address.text].filter(Boolean).join(', ')}</option>
            ) : null}
            <option value={local.value}>{local.label}</option>
            {known.length > 0 ? <Options label="Set up here" options={known} /> : null}
            <Options label="Others" options={others} />
          </select>
        </SelectFrame>
      )}
    </FieldFrame>
  );
}

function Options({ label, options }: { label: string; options: readonly Option[] }) {
  return (
    <optgroup label={label}>
      {options.map(({ value, label: name }) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}

function isChosen(option: Option, engine: string, address: string): boolean {
  const facts = isEngineName(engine) ? engineFacts(engine) : null;
  if (option.value === 'local') return facts?.protocol === 'local' || engine === '';
  if (option.engine !== engine) return false;
  const wanted = address === '' || isUsual(engine, address) ? null : normalizeBaseUrl(address);
  return wanted === (option.address === null ? null : normalizeBaseUrl(option.address));
}

function isUsual(engine: string, address: string): boolean {
  const usual = isEngineName(engine) ? engineFacts(engine).baseUrl : undefined;
  return usual !== undefined && normalizeBaseUrl(usual) === normalizeBaseUrl(address);
}
