'use client';

import { useEffect, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Note } from '@/components/ui/states';
import { Choice } from '@/components/ui/tabs';
import { formatCount } from '@/lib/client/format';
import { readCells } from '@/lib/client/paste/read-cells';
import type { PlainValue } from '@/lib/recipe/edit/plain-value';
import { examplesInCells, examplesInJson } from '@/lib/recipe/form/example-cells';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';

type Example = Record<string, PlainValue>;

const modes = [
  { value: 'append', label: 'Keep them' },
  { value: 'replace', label: 'Replace them' },
] as const;

/** Takes in a table with a head, CSV, JSON or JSONL, and says what it is read as before anything is written. */
export function PasteExamples({
  list,
  fields,
  onClose,
}: {
  list: Path;
  fields: readonly string[];
  onClose: () => void;
}) {
  const id = useId();
  const { edit } = useEditorActions();
  const [text, setText] = useState('');
  const [mode, setMode] = useState<'append' | 'replace'>('append');
  const examples = useExamples(text);
  const names = Object.keys(examples[0] ?? {});
  const differs =
    mode === 'append' &&
    examples.length > 0 &&
    (names.length !== fields.length || !names.every((name) => fields.includes(name)));
  const add = () => {
    if (mode === 'append') edit({ type: 'insert-all', path: list, values: examples });
    else edit({ type: 'set', path: list, value: examples });
    onClose();
  };
  const off =
    examples.length === 0
      ? 'Paste a table with a head, or JSON'
      : differs
        ? `All examples have the same fields: ${fields.join(', ')}`
        : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Paste examples"
      description="A table with a head, CSV, JSON or JSONL."
      foot={
        <>
          <span className="grow" />
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button size="large" look="primary" off={off} onClick={add}>
            {examples.length === 0 ? 'Add' : `Add ${formatCount(examples.length)}`}
          </Button>
        </>
      }
    >
      <div className="field">
        <label className="label" htmlFor={id}>
          A table from a sheet, CSV, JSON or JSONL
        </label>
        <span className="input">
          <textarea
            id={id}
            className="mono paste-box"
            rows={10}
            spellCheck={false}
            value={text}
            placeholder={'question,answer\nWhat is it?,A thing'}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
      </div>
      {examples.length > 0 ? (
        <p className="small t2" role="status">
          {formatCount(examples.length)} {examples.length === 1 ? 'example' : 'examples'} with{' '}
          {names.join(', ')}.
        </p>
      ) : null}
      {differs ? (
        <Note tone="warn">
          The examples that are there have {fields.join(', ')}. Replace them, or paste the same fields.
        </Note>
      ) : null}
      <div className="form-field">
        <span className="label">The examples that are there</span>
        <Choice label="The examples that are there" items={modes} value={mode} onChange={setMode} />
      </div>
    </Dialog>
  );
}

/** What a text is read as; the last reading stays until the new one is there. */
function useExamples(text: string): readonly Example[] {
  const [examples, setExamples] = useState<readonly Example[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const read = async () => examplesInJson(text) ?? examplesInCells(await readCells(text));
    read().then(
      (found) => {
        if (isCurrent) setExamples(found);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [text]);
  return examples;
}
