'use client';

import { SelectFrame } from '@/components/ui/field';
import type { DraftRule } from '@/lib/recipe/draft';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { FieldFrame } from '../parts/form-fields';
import { useFormField, useProblemAt } from '../parts/use-form-field';

/** The column of a rule; a rule about duplicates alone may look at several together. */
export function ColumnChoice({
  path,
  rule,
  columns,
}: {
  path: Path;
  rule: DraftRule;
  columns: readonly string[];
}) {
  const field = useFormField([...path, 'column']);
  const several = useProblemAt([...path, 'columns'], { below: true });
  const { edit } = useEditorActions();
  if (rule.columns !== undefined) {
    const chosen = rule.columns.filter((name) => name !== undefined);
    const toggle = (name: string) => {
      const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
      if (next.length > 0) edit({ type: 'set', path: [...path, 'columns'], value: next });
    };
    return (
      <fieldset className="form-field rule-columns">
        <legend className="label">Columns together</legend>
        {[...new Set([...columns, ...chosen])].map((name) => (
          <label key={name} className="row">
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            <span className="mono cut" dir="auto">
              {name}
            </span>
          </label>
        ))}
        {several === undefined ? null : <p className="field-error">{several.message}</p>}
      </fieldset>
    );
  }
  const isKnown = field.text === '' || columns.includes(field.text);
  return (
    <FieldFrame field={{ ...field, help: '' }} label="Column" close>
      {(described) => (
        <SelectFrame isBad={!isKnown}>
          <select {...described} value={field.text} onChange={(event) => field.set(event.target.value)}>
            {field.text === '' ? <option value="">Choose a column</option> : null}
            {isKnown ? null : <option value={field.text}>{field.text}, unknown</option>}
            {columns.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </SelectFrame>
      )}
    </FieldFrame>
  );
}
