'use client';

import { useId } from 'react';
import type { DraftEnvironment } from '@/lib/recipe/draft';
import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { lookupColumns } from '@/lib/recipe/form/tools/lookup-table';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { Fold } from '../parts/fold';
import { FormNumber } from '../parts/form-fields';
import { useProblemAt } from '../parts/use-form-field';

/** The facts that the planner is told: which fields of which tables, and how many a row. */
export function GroundingFold({ path, environment }: { path: Path; environment: DraftEnvironment }) {
  const { edit } = useEditorActions();
  const own = [...path, 'grounding'];
  const problem = useProblemAt(own, { below: true });
  const id = useId();
  const { grounding } = environment;
  const chosen = [...(grounding?.tools ?? [])];
  const toggle = (tool: string, field: string, isOn: boolean) => {
    const fields = grounding?.tools?.get(tool)?.fields?.filter((one) => one !== undefined) ?? [];
    const at = [...own, 'tools', tool];
    const next = isOn ? [...fields, field] : fields.filter((one) => one !== field);
    const isLast = next.length === 0 && chosen.length === 1;
    const change: RecipeEdit = isLast
      ? { type: 'remove', path: own }
      : next.length === 0
        ? { type: 'remove', path: at }
        : { type: 'set', path: [...at, 'fields'], value: next };
    edit(change);
  };
  const summary =
    chosen.length === 0
      ? 'the planner knows nothing of the tables'
      : chosen.map(([tool, one]) => `${tool}: ${one.fields?.join(', ') ?? ''}`).join(' · ');
  return (
    <Fold title="Facts for the planner" summary={summary}>
      <p className="small t2">{fieldHelp(own)}</p>
      {problem === undefined ? null : <FieldProblem id={`${id}-problem`} problem={problem} />}
      {(environment.tools ?? []).map((tool) => {
        const toolId = tool?.id ?? '';
        const entries = environment.env_kwargs?.lookup_table?.get(toolId) ?? [];
        const { inputs, outputs } = lookupColumns(tool, entries);
        const fields = [...new Set([...inputs, ...(outputs ?? [])])];
        if (toolId === '' || fields.length === 0) return null;
        return (
          <fieldset key={toolId} className="tool-fields">
            <legend className="label">{toolId}</legend>
            {fields.map((field) => (
              <label key={field} className="row tight">
                <input
                  type="checkbox"
                  checked={grounding?.tools?.get(toolId)?.fields?.includes(field) ?? false}
                  onChange={(event) => toggle(toolId, field, event.target.checked)}
                />
                <span className="mono">{field}</span>
              </label>
            ))}
          </fieldset>
        );
      })}
      {chosen.length === 0 ? null : (
        <div className="form-fields">
          <FormNumber path={[...own, 'sample_size']} label="Facts a row" />
          <FormNumber path={[...own, 'seed']} label="Seed of the facts" placeholder="the recipe’s" />
        </div>
      )}
    </Fold>
  );
}
