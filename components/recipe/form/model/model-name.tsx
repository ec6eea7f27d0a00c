'use client';

import { useId } from 'react';
import { classNames } from '@/components/ui/class-names';
import { useModels } from '@/lib/client/models';
import { useEditor } from '../../editor/editor-context';
import { FieldFrame } from '../parts/form-fields';
import { useFormField } from '../parts/use-form-field';
import { useTyped } from '../parts/use-typed';

/** The name of the model: any, with those that are known of the provider to choose from. */
export function ModelName() {
  const field = useFormField(['inference_config', 'model', 'model_name']);
  const engine = useEditor((state) => state.read.draft.inference_config?.engine);
  const models = useModels().data ?? [];
  const known = [...new Set(models.filter((model) => model.engine === engine).map(({ name }) => name))];
  const typed = useTyped(field.text, (text) => (text === '' ? field.remove() : field.set(text)));
  const listId = useId();
  return (
    <FieldFrame field={field} label="Model">
      {(described) => (
        <span className={classNames('input mono', field.problem?.severity === 'error' && 'bad-field')}>
          <input
            {...described}
            autoComplete="off"
            spellCheck={false}
            list={known.length > 0 ? listId : undefined}
            value={typed.text}
            onChange={(event) => typed.type(event.target.value)}
            onBlur={typed.settle}
          />
          {known.length > 0 ? (
            <datalist id={listId}>
              {known.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          ) : null}
        </span>
      )}
    </FieldFrame>
  );
}
