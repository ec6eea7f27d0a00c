'use client';

import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { SelectFrame } from '@/components/ui/field';
import { toPlain } from '@/lib/json-schema/plain-value';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import {
  addProperty,
  propertyTypeNames,
  propertyTypes,
  removeProperty,
  requireProperty,
  retypeProperty,
  schemaRows,
  setChoices,
  type SchemaRow,
} from '@/lib/recipe/form/schema-rows';
import { unusedId } from '@/lib/recipe/form/unused-id';
import type { Path } from '@/lib/recipe/yaml/document';
import type { Value } from '@/lib/util/value';
import { useEditorActions } from '../../editor/editor-context';
import '../../sources/sources.css';
import { FieldProblem } from './field-problem';
import { Fold } from './fold';
import { JsonField } from './json-field';
import { NameInput } from './name-input';
import { useProblemAt } from './use-form-field';
import { SettledText } from './settled-text';
import { capitalised } from '@/lib/util/capitalised';

/** A JSON Schema of type object as a table of its properties; what no table can show is written as JSON below it. */
export function SchemaTable({
  path,
  schema,
  title,
  word,
  none,
}: {
  path: Path;
  schema: Value | undefined;
  title: string;
  /** What a property is here: `parameter`, `column`. */
  word: string;
  /** What it means that there are none. */
  none: string;
}) {
  const { edit } = useEditorActions();
  const problem = useProblemAt(path, { below: true });
  const id = useId();
  const rows = schemaRows(schema);
  const taken = new Set(rows?.map(({ name }) => name));
  const label = capitalised(word);
  return (
    <div className="form-part" role="group" aria-labelledby={id}>
      <span className="label" id={id}>
        {title}
      </span>
      <p className="hint">{fieldHelp(path).replaceAll('`', '')}</p>
      {problem === undefined ? null : <FieldProblem id={`${id}-problem`} problem={problem} />}
      {rows === null ? (
        <p className="small t3">No table can show this schema. It is written as JSON here.</p>
      ) : rows.length === 0 ? (
        <p className="small t3">{none}</p>
      ) : (
        <div
          className="column-table example-table schema-table"
          role="region"
          aria-label={title}
          tabIndex={0}
        >
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Type</th>
                <th scope="col">Needed</th>
                <th scope="col">Description</th>
                <th scope="col">Values</th>
                <th scope="col">
                  <span className="hidden-text">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <PropertyRow
                  key={row.name}
                  path={path}
                  schema={schema}
                  row={row}
                  taken={taken}
                  off={
                    word === 'column' && rows.length === 1 ? 'An answer needs at least one column' : undefined
                  }
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows === null ? null : (
        <div className="row">
          <Button
            size="small"
            icon={Plus}
            onClick={() => edit(addProperty(path, schema, unusedId(word, taken)))}
          >
            {label}
          </Button>
        </div>
      )}
      {schema === undefined ? null : (
        <Fold title="As JSON" summary="the whole schema" open={rows === null}>
          <JsonField path={path} label={`${title} as JSON`} value={toPlain(schema)} />
        </Fold>
      )}
    </div>
  );
}

function PropertyRow({
  path,
  schema,
  row,
  taken,
  off,
}: {
  path: Path;
  schema: Value | undefined;
  row: SchemaRow;
  taken: ReadonlySet<string>;
  /** Why it can't be removed. */
  off: string | undefined;
}) {
  const { edit } = useEditorActions();
  const { name } = row;
  const own = [...path, 'properties', name];
  const type = row.type ?? '';
  return (
    <tr>
      <td>
        <NameInput
          aria-label={`Name of ${name}`}
          name={name}
          troubleOf={(wanted) => troubleWithName(wanted, name, taken)}
          onRename={(to) => edit({ type: 'rename-part', path, from: name, to })}
        />
      </td>
      <td>
        <SelectFrame>
          <select
            aria-label={`Type of ${name}`}
            value={type}
            onChange={({ target: { value } }) => {
              const chosen = propertyTypes.find((one) => one === value);
              if (chosen !== undefined) edit(retypeProperty(path, schema, name, chosen));
            }}
          >
            {row.type === null ? <option value="">Any</option> : null}
            {propertyTypes.map((one) => (
              <option key={one} value={one}>
                {propertyTypeNames[one]}
              </option>
            ))}
          </select>
        </SelectFrame>
      </td>
      <td className="check-cell">
        <input
          type="checkbox"
          aria-label={`${name} is needed`}
          checked={row.isRequired}
          onChange={(event) => edit(requireProperty(path, schema, name, event.target.checked))}
        />
      </td>
      <td>
        <SettledText
          label={`Description of ${name}`}
          value={row.description}
          placeholder="What it means"
          onSettle={(text) =>
            edit(
              text.trim() === ''
                ? { type: 'remove', path: [...own, 'description'] }
                : { type: 'set', path: [...own, 'description'], value: text },
            )
          }
        />
      </td>
      <td>
        <SettledText
          label={`Values of ${name}, with commas between`}
          value={row.choices}
          placeholder="any"
          onSettle={(text) => edit(setChoices(path, row, text))}
        />
        {row.hasMore ? <span className="small t3">and more in JSON</span> : null}
      </td>
      <td>
        <IconButton
          icon={X}
          size="small"
          label={`Remove ${name}`}
          off={off}
          onClick={() => edit(removeProperty(path, schema, name))}
        />
      </td>
    </tr>
  );
}

function troubleWithName(wanted: string, own: string, taken: ReadonlySet<string>): string | undefined {
  if (wanted === own) return undefined;
  if (wanted === '') return 'A name is needed';
  return taken.has(wanted) ? `${wanted} is taken` : undefined;
}
