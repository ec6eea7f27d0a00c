'use client';

import { SelectFrame } from '@/components/ui/field';
import { typedNumber } from '@/lib/client/typed-number';
import type { DraftSampled } from '@/lib/recipe/draft';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';

import { useFormField, useProblemAt } from '../parts/use-form-field';
import { useTyped } from '../parts/use-typed';

/** Which other attribute the chances depend on, and a weight for each value of both. */
export function DependsTable({ path, attribute }: { path: Path; attribute: DraftSampled }) {
  const sampled = useEditor((state) => state.read.draft.strategy_params?.sampled_attributes);
  const problem = useProblemAt(path);
  const { edit } = useEditorActions();
  const on = attribute.depends_on;
  const others = (sampled ?? []).flatMap((one) =>
    one?.id !== undefined && one.id !== attribute.id && valuesOf(one).length > 0 ? [one] : [],
  );
  const cases = valuesOf(others.find(({ id }) => id === on?.attribute));
  const own = valuesOf(attribute);
  const lists = on?.values;
  const choose = (id: string) => {
    if (id === '') return edit({ type: 'remove', path });
    const first = valuesOf(others.find((one) => one.id === id))[0] ?? '';
    const weights = { [first]: Object.fromEntries(own.map((value) => [value, 1])) };
    edit({ type: 'set', path, value: { attribute: id, weights } });
  };
  if (others.length === 0 && on === undefined) return null;
  return (
    <div className="form-part">
      <h3>Depends on</h3>
      <p className="hint">{fieldHelp(path)}</p>
      <SelectFrame isBad={problem?.severity === 'error'}>
        <select
          aria-label="Depends on"
          value={on?.attribute ?? ''}
          onChange={({ target: { value } }) => choose(value)}
        >
          <option value="">Nothing: each row draws by the weights above</option>
          {others.map(({ id }) => (
            <option key={id}>{id}</option>
          ))}
        </select>
      </SelectFrame>
      {problem === undefined ? null : <FieldProblem id="depends-problem" problem={problem} />}
      {cases.length === 0 ? null : (
        <div className="depends-scroll">
          <table className="depends-table">
            <thead>
              <tr>
                <th scope="col">{on?.attribute}</th>
                {own.map((value) => (
                  <th key={value} scope="col">
                    {value}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cases.map((key) => (
                <tr key={key}>
                  <th scope="row">{key}</th>
                  {lists?.has(key) === true ? (
                    <td colSpan={own.length}>one of {(lists.get(key) ?? []).join(', ')}</td>
                  ) : (
                    own.map((value) => (
                      <td key={value}>
                        <Weight
                          path={[...path, 'weights', key, value]}
                          label={`Weight of ${value} for ${key}`}
                        />
                      </td>
                    ))
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function valuesOf(attribute: DraftSampled | undefined): string[] {
  if (attribute?.sampler?.type === 'boolean') return ['true', 'false'];
  return (attribute?.possible_values ?? []).flatMap((value) => value?.id ?? []);
}

function Weight({ path, label }: { path: Path; label: string }) {
  const field = useFormField(path);
  const typed = useTyped(field.text, (text) => {
    if (text.trim() === '') field.remove();
    else field.set(typedNumber(text) ?? text);
  });
  return (
    <input
      className="num"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      aria-invalid={field.problem?.severity === 'error' ? true : undefined}
      value={typed.text}
      onChange={(event) => typed.type(event.target.value)}
      onBlur={typed.settle}
    />
  );
}
