'use client';

import { useEffect, useId, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Choice } from '@/components/ui/tabs';
import { SelectFrame } from '@/components/ui/field';
import { formatCount } from '@/lib/client/format';
import {
  pastedValues,
  readingOf,
  type ColumnRole,
  type PastedValue,
  type Reading,
} from '@/lib/client/paste/pasted-values';
import { readCells, type Cells } from '@/lib/client/paste/read-cells';
import { maxRecipeLength, type Path } from '@/lib/recipe/yaml/document';
import { makeRoom } from '@/lib/recipe/form/shares';
import { useEditorActions, useEditorStore } from '../../editor/editor-context';
import { rateEdits } from './rate-edits';
import type { TableValue } from './shown-values';

const roleNames: Record<ColumnRole, string> = {
  id: 'Id',
  name: 'Name',
  description: 'Description',
  weight: 'Weight',
  ignore: 'Leave out',
};
const roles: readonly ColumnRole[] = ['id', 'name', 'description', 'weight', 'ignore'];
const shownRows = 6;

/** Takes in a list or a table: shows what it is read as and what will be added, before anything is. */
export function PasteDialog({
  path,
  values,
  initialText,
  onClose,
}: {
  path: Path;
  values: readonly TableValue[];
  initialText: string;
  onClose: () => void;
}) {
  const id = useId();
  const { edit } = useEditorActions();
  const [text, setText] = useState(initialText);
  const [mode, setMode] = useState<'append' | 'replace'>('append');
  const cells = useCells(text);
  const guessed = useMemo(() => readingOf(cells), [cells]);
  const [changed, setChanged] = useState<{ of: Reading; to: Reading } | null>(null);
  const reading = changed?.of === guessed ? changed.to : guessed;
  const added = useMemo(() => {
    const taken = new Set(mode === 'append' ? values.map((value) => value.id) : []);
    return pastedValues(cells, reading, taken);
  }, [cells, reading, mode, values]);

  const { text: recipeText } = useEditorStore().getState();
  const length = (mode === 'append' ? recipeText.length : 0) + lengthOf(added);
  const why =
    added.length === 0
      ? 'Paste something first'
      : length > maxRecipeLength
        ? `A recipe may have ${formatCount(maxRecipeLength)} characters, with these it would have ${formatCount(length)}. A file of records can be larger`
        : undefined;
  const change = (to: Reading) => setChanged({ of: guessed, to });
  const setRole = (column: number, role: ColumnRole) =>
    change({
      ...reading,
      roles: reading.roles.map((own, at) => (at === column ? role : own === role ? 'ignore' : own)),
    });
  const finish = () => {
    if (mode === 'replace') edit({ type: 'set', path, value: added });
    else {
      const rates = values.map(({ rate }) => rate);
      const room = makeRoom(
        rates,
        added.map((value) => value.sample_rate),
      );
      edit([
        ...rateEdits(path, rates, room.before),
        { type: 'insert-all', path, values: added.map((value, at) => withRate(value, room.added[at])) },
      ]);
    }
    onClose();
  };
  const preview = (reading.hasHeader ? cells.slice(1) : cells).slice(0, shownRows);
  const more = cells.length - (reading.hasHeader ? 1 : 0) - preview.length;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Paste values"
      description="Paste a list, a table from a sheet, or CSV"
      foot={
        <>
          <span className="small t3 num grow" role="status">
            {added.length === 0
              ? 'Nothing to add yet'
              : why !== undefined
                ? `${why}.`
                : mode === 'append'
                  ? `${formatCount(values.length)} stay, ${formatCount(added.length)} come after them`
                  : `${formatCount(added.length)} instead of ${formatCount(values.length)}`}
          </span>
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button size="large" look="primary" off={why} onClick={finish}>
            {mode === 'append' ? 'Add' : 'Replace with'} {formatCount(added.length)}{' '}
            {added.length === 1 ? 'value' : 'values'}
          </Button>
        </>
      }
    >
      <div className="form-field">
        <label className="label" htmlFor={id}>
          List or table
        </label>
        <span className="input mono">
          <textarea
            id={id}
            rows={6}
            dir="auto"
            autoFocus
            spellCheck={false}
            placeholder={'Polite\nTerse\nWorried\n\nor a table with a header: name, description, weight'}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
      </div>
      {cells.length === 0 ? null : (
        <div className="form-part">
          <div className="row wrap">
            <h3 className="form-title">Read as</h3>
            <label className="row tight small right">
              <input
                type="checkbox"
                checked={reading.hasHeader}
                onChange={(event) => change({ ...reading, hasHeader: event.target.checked })}
              />
              The first row is a header
            </label>
          </div>
          <div className="paste-preview" tabIndex={0} role="region" aria-label="What was pasted">
            <table>
              <thead>
                <tr>
                  {reading.roles.map((role, column) => (
                    <th key={column} scope="col">
                      <SelectFrame>
                        <select
                          aria-label={`Column ${column + 1}`}
                          value={role}
                          onChange={({ target }) => {
                            const next = roles.find((each) => each === target.value);
                            if (next !== undefined) setRole(column, next);
                          }}
                        >
                          {roles.map((each) => (
                            <option key={each} value={each}>
                              {roleNames[each]}
                            </option>
                          ))}
                        </select>
                      </SelectFrame>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {preview.map((cellsOfRow, at) => (
                  <tr key={at}>
                    {reading.roles.map((role, column) => (
                      <td key={column} className={role === 'ignore' ? 't3' : ''} dir="auto">
                        {(cellsOfRow[column] ?? '').slice(0, 200)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {more > 0 ? <p className="hint num">and {formatCount(more)} more</p> : null}
        </div>
      )}
      <div className="form-field">
        <span className="label">What is there now</span>
        <Choice
          label="What is there now"
          items={[
            { value: 'append', label: 'Keep it' },
            { value: 'replace', label: 'Replace it' },
          ]}
          value={mode}
          onChange={setMode}
        />
      </div>
    </Dialog>
  );
}

/** How much longer values make the text at least: what they hold, and the keys before it. */
function lengthOf(values: readonly PastedValue[]): number {
  const keys = 'id: name: description: '.length;
  return values.reduce(
    (sum, { id, name, description }) => sum + keys + id.length + name.length + description.length,
    0,
  );
}

function withRate({ id, name, description }: PastedValue, rate: number | undefined) {
  return { id, name, description, ...(rate === undefined ? {} : { sample_rate: rate }) };
}

/** The cells of a text; the last ones stay until the new ones are read. */
function useCells(text: string): Cells {
  const [cells, setCells] = useState<Cells>([]);
  useEffect(() => {
    let isCurrent = true;
    readCells(text).then(
      (read) => {
        if (isCurrent) setCells(read);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [text]);
  return cells;
}
