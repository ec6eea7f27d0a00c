'use client';

import { useMemo } from 'react';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor } from '../../editor/editor-context';
import { FormText } from '../parts/form-fields';
import { IdField } from '../parts/id-field';
import { UsedBy } from '../parts/used-by';
import type { TableValue } from './shown-values';
import { ValuesTable } from './values-table';

/** The form of an attribute that is drawn by chance. */
export default function SampledForm({ path, index, isNew }: { path: Path; index: number; isNew: boolean }) {
  const attribute = useEditor((state) => state.read.draft.strategy_params?.sampled_attributes?.[index]);
  const possible = attribute?.possible_values;
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
      {/* Locks and marks belong to the values of one attribute. */}
      <ValuesTable key={path.join('.')} path={[...path, 'possible_values']} values={values} />
      <UsedBy ids={[attribute?.id ?? '']} />
    </div>
  );
}
