'use client';

import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { Icon } from '@/components/ui/icon';
import { Dot } from '@/components/ui/pill';
import { useModels } from '@/lib/client/models';
import { useEditor } from '../editor/editor-context';
import { modelGroups } from './model-groups';

/** The recipe's model, or any other that is known; '' stands for the recipe's. */
export function ModelChoice({
  value,
  isReachable,
  onChange,
}: {
  /** `ENGINE/name`, as a run takes it. */
  value: string;
  isReachable: boolean;
  onChange: (model: string) => void;
}) {
  const id = useId();
  const config = useEditor((state) => state.read.compiled?.recipe.inference_config);
  const models = useModels().data ?? [];
  const groups = modelGroups(
    models.filter(({ engine, name }) => engine !== config?.engine || name !== config.model.model_name),
  );
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        Model
      </label>
      <span className="input large">
        <Dot tone={isReachable ? 'ok' : 'bad'} />
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{config?.model.model_name ?? 'none'}</option>
          {groups.map(({ provider, options }) => (
            <optgroup key={provider} label={provider}>
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <span className="unit small" aria-hidden>
          {value === '' ? 'recipe’s ' : ''}
          <Icon of={ChevronDown} />
        </span>
      </span>
    </div>
  );
}
