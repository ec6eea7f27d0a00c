'use client';

import { useId, useMemo } from 'react';
import { SelectFrame } from '@/components/ui/field';
import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import { newSampledAttribute } from '@/lib/recipe/form/new-attribute';
import { newSampler, samplerNames } from '@/lib/recipe/form/new-sampler';
import { samplerTypes } from '@/lib/recipe/sampler-schema';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { FormText } from '../parts/form-fields';
import { IdField } from '../parts/id-field';
import { UsedBy } from '../parts/used-by';
import { DependsTable } from './depends-table';
import { DrawnValues } from './drawn-values';
import { SamplerFields } from './sampler-fields';
import type { TableValue } from './shown-values';
import { ValuesTable } from './values-table';

/** The form of an attribute that is drawn by chance. */
export default function SampledForm({ path, index, isNew }: { path: Path; index: number; isNew: boolean }) {
  const attribute = useEditor((state) => state.read.draft.strategy_params?.sampled_attributes?.[index]);
  const possible = attribute?.possible_values;
  const sampler = attribute?.sampler;
  const kindId = useId();
  const { edit } = useEditorActions();
  const setKind = (kind: string) => {
    const type = samplerTypes.find((one) => one === kind);
    const gone: RecipeEdit[] = ['possible_values', 'depends_on', 'sampler']
      .filter((key) => attribute !== undefined && Reflect.get(attribute, key) !== undefined)
      .map((key) => ({ type: 'remove', path: [...path, key] }));
    const value = newSampledAttribute('')['possible_values'] ?? [];
    const made: RecipeEdit =
      type === undefined
        ? { type: 'set', path: [...path, 'possible_values'], value }
        : { type: 'set', path: [...path, 'sampler'], value: newSampler(type) };
    edit([...gone, made]);
  };
  const values = useMemo<TableValue[]>(
    () =>
      (possible ?? []).map((value) => ({
        id: value?.id ?? '',
        name: value?.name ?? '',
        description: value?.description ?? '',
        rate: value?.sample_rate,
      })),
    [possible],
  );
  return (
    <div className="form">
      <div className="form-fields">
        <IdField path={path} autoFocus={isNew} />
        <FormText path={[...path, 'name']} label="Name" />
      </div>
      <FormText path={[...path, 'description']} label="Description" lines />
      <FormText path={[...path, 'when']} label="Only when" mono optional close />
      <div className="form-field">
        <label className="label" htmlFor={kindId}>
          Values
        </label>
        <SelectFrame>
          <select
            id={kindId}
            value={sampler?.type ?? ''}
            onChange={({ target: { value } }) => setKind(value)}
          >
            <option value="">A list of values</option>
            {samplerTypes.map((type) => (
              <option key={type} value={type}>
                {samplerNames[type]}
              </option>
            ))}
          </select>
        </SelectFrame>
      </div>
      {sampler === undefined ? (
        <>
          {/* Locks and marks belong to the values of one attribute. */}
          <ValuesTable key={path.join('.')} path={[...path, 'possible_values']} values={values} />
          <DependsTable path={[...path, 'depends_on']} attribute={attribute ?? {}} />
        </>
      ) : (
        <>
          <SamplerFields path={[...path, 'sampler']} sampler={sampler} />
          <DrawnValues id={attribute?.id ?? ''} />
        </>
      )}
      <UsedBy ids={[attribute?.id ?? '']} />
    </div>
  );
}
