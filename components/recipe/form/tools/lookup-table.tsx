'use client';

import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { formatCount } from '@/lib/client/format';
import type { DraftTool } from '@/lib/recipe/draft';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import {
  addEntry,
  lookupColumns,
  lookupText,
  lookupValue,
  type LookupEntries,
} from '@/lib/recipe/form/tools/lookup-table';
import type { Path } from '@/lib/recipe/yaml/document';
import { isDict, type Value } from '@/lib/util/value';
import { useEditorActions } from '../../editor/editor-context';
import '../../sources/sources.css';
import { FieldProblem } from '../parts/field-problem';
import { SettledText } from '../parts/settled-text';
import { useProblemAt } from '../parts/use-form-field';

const shownAtOnce = 50;

/** What a tool gives for which arguments: a row an entry. */
export function LookupTable({
  path,
  tool,
  entries,
}: {
  path: Path;
  tool: DraftTool;
  entries: LookupEntries;
}) {
  const { edit } = useEditorActions();
  const problem = useProblemAt(path, { below: true });
  const missing = useProblemAt(path.slice(0, -1));
  const [most, setMost] = useState(shownAtOnce);
  const id = useId();
  const columns = lookupColumns(tool, entries);
  const shown = problem ?? (entries.length === 0 ? missing : undefined);
  const cell = (at: Path, label: string, place: Place) => (
    <SettledText
      label={label}
      value={lookupText(place.before)}
      onSettle={(text) => {
        const value = lookupValue(text, place);
        edit(value === undefined ? { type: 'remove', path: at } : { type: 'set', path: at, value });
      }}
    />
  );
  return (
    <div className="form-part" role="group" aria-labelledby={id}>
      <div className="row">
        <span className="label" id={id}>
          What it gives
        </span>
        <span className="small t3 num">{formatCount(entries.length)}</span>
      </div>
      <p className="hint">{fieldHelp([...path, 0, 'input'])}</p>
      {shown === undefined ? null : <FieldProblem id={`${id}-problem`} problem={shown} />}
      {entries.length === 0 ? null : (
        <div
          className="column-table example-table"
          role="region"
          aria-label={`What ${tool.id ?? 'it'} gives`}
          tabIndex={0}
        >
          <table>
            <thead>
              <tr>
                {columns.inputs.map((name) => (
                  <th key={`in ${name}`} scope="col">
                    {name}
                  </th>
                ))}
                {(columns.outputs ?? ['']).map((name) => (
                  <th key={`out ${name}`} scope="col" className="output-head">
                    gives{name === '' ? '' : ` ${name}`}
                  </th>
                ))}
                <th scope="col">
                  <span className="hidden-text">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {entries.slice(0, most).map((entry, row) => (
                <tr key={row}>
                  {columns.inputs.map((name) => (
                    <td key={`in ${name}`}>
                      {cell([...path, row, 'input', name], `${name} ${row + 1}`, {
                        schema: tool.parameters,
                        name,
                        before: entry?.input?.get(name),
                      })}
                    </td>
                  ))}
                  {columns.outputs === null ? (
                    <td>
                      {cell([...path, row, 'output'], `Given ${row + 1}`, {
                        schema: tool.output_schema,
                        name: null,
                        before: entry?.output,
                      })}
                    </td>
                  ) : (
                    columns.outputs.map((name) => (
                      <td key={`out ${name}`}>
                        {cell([...path, row, 'output', name], `Given ${name} ${row + 1}`, {
                          schema: tool.output_schema,
                          name,
                          before: isDict(entry?.output) ? entry.output.get(name) : undefined,
                        })}
                      </td>
                    ))
                  )}
                  <td>
                    <IconButton
                      icon={X}
                      size="small"
                      label={`Remove entry ${row + 1}`}
                      off={entries.length === 1 ? 'A tool needs one entry at least' : undefined}
                      onClick={() => edit({ type: 'remove', path: [...path, row] })}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="row wrap">
        <Button
          size="small"
          icon={Plus}
          onClick={() => {
            edit(addEntry(path, columns, entries));
            setMost(Math.max(most, entries.length + 1));
          }}
        >
          Entry
        </Button>
        <AddField path={path} columns={columns.outputs} entries={entries} />
        {entries.length > most ? (
          <Button size="small" look="ghost" onClick={() => setMost(most + shownAtOnce)}>
            Show more of {formatCount(entries.length)}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

type Place = { schema: Value | undefined; name: string | null; before: Value | undefined };

/** A further part of what a tool gives, in all entries. */
function AddField({
  path,
  columns,
  entries,
}: {
  path: Path;
  columns: readonly string[] | null;
  entries: LookupEntries;
}) {
  const { edit } = useEditorActions();
  const [name, setName] = useState<string | null>(null);
  if (columns === null || entries.length === 0) return null;
  const add = () => {
    const wanted = name?.trim() ?? '';
    setName(null);
    if (wanted === '' || columns.includes(wanted)) return;
    edit(
      entries.map((_, row) => ({ type: 'set', path: [...path, row, 'output', wanted], value: '' }) as const),
    );
  };
  if (name === null) {
    return (
      <Button size="small" look="ghost" icon={Plus} onClick={() => setName('')}>
        Field given
      </Button>
    );
  }
  return (
    <span className="input mono">
      <input
        aria-label="Name of the new field"
        autoFocus
        autoComplete="off"
        spellCheck={false}
        placeholder="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) add();
          if (event.key === 'Escape') {
            event.stopPropagation();
            setName(null);
          }
        }}
      />
    </span>
  );
}
