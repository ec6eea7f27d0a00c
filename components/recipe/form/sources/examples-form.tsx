'use client';

import { ClipboardPaste, Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { formatCount } from '@/lib/client/format';
import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import { cellText, cellValue } from '@/lib/recipe/form/example-cells';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { unusedId } from '@/lib/recipe/form/unused-id';
import { idsOfSource } from '@/lib/recipe/sources/source-names';
import type { Path } from '@/lib/recipe/yaml/document';
import type { Value } from '@/lib/util/value';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import '../../sources/sources.css';
import { FieldProblem } from '../parts/field-problem';
import { troubleWith } from '../parts/id-field';
import { UsedBy } from '../parts/used-by';
import { useProblemAt } from '../parts/use-form-field';
import { useTakenIds } from '../parts/use-taken-ids';
import { useTyped } from '../parts/use-typed';
import { DrawChoice } from './draw-choice';
import { PasteExamples } from './paste-examples';

const shownAtOnce = 50;

/** The form of examples that stand in the recipe itself: a table, a field a column. */
export default function ExamplesForm({ path, index }: { path: Path; index: number }) {
  const draft = useEditor((state) => state.read.draft);
  const facts = useEditor((state) => state.read.sources);
  const source = draft.strategy_params?.input_examples?.[index];
  const { edit } = useEditorActions();
  const taken = useTakenIds();
  const [most, setMost] = useState(shownAtOnce);
  const [isPasting, setIsPasting] = useState(false);
  const problem = useProblemAt([...path, 'examples'], { below: true });
  const examples = useMemo(() => source?.examples ?? [], [source]);
  const fields = useMemo(
    () => [...new Set(examples.flatMap((example) => [...(example?.keys() ?? [])]))],
    [examples],
  );
  const ids = useMemo(() => idsOfSource(draft, facts, path), [draft, facts, path]);
  const list = [...path, 'examples'];
  const addExample = () =>
    edit({ type: 'insert', path: list, value: Object.fromEntries(fields.map((field) => [field, ''])) });
  const addField = () => {
    const name = unusedId('field', new Set([...taken, ...fields]));
    edit(examples.map((_, at): RecipeEdit => ({ type: 'set', path: [...list, at, name], value: '' })));
  };
  return (
    <div className="form">
      <div className="form-part">
        <div className="row wrap">
          <h3>Examples</h3>
          <span className="small t3 num">{formatCount(examples.length)}</span>
          <span className="right">
            <Button size="small" icon={ClipboardPaste} onClick={() => setIsPasting(true)}>
              Paste CSV or JSON
            </Button>
          </span>
        </div>
        <p className="hint">{fieldHelp(list)}</p>
        {problem === undefined ? null : <FieldProblem id="examples-problem" problem={problem} />}
        <div className="column-table example-table" role="region" aria-label="Table of examples" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {fields.map((field) => (
                  <th key={field} scope="col">
                    <FieldHead field={field} fields={fields} list={list} count={examples.length} />
                  </th>
                ))}
                <th scope="col">
                  <IconButton icon={Plus} size="small" label="Add a field" onClick={addField} />
                </th>
              </tr>
            </thead>
            <tbody>
              {examples.slice(0, most).map((example, row) => (
                <tr key={row}>
                  {fields.map((field) => (
                    <td key={field}>
                      <Cell
                        path={[...list, row, field]}
                        label={`${field} ${row + 1}`}
                        value={example?.get(field)}
                      />
                    </td>
                  ))}
                  <td>
                    <IconButton
                      icon={Trash2}
                      size="small"
                      label={`Remove example ${row + 1}`}
                      off={examples.length === 1 ? 'One example has to stay' : undefined}
                      onClick={() => edit({ type: 'remove', path: [...list, row] })}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="row">
          <Button size="small" icon={Plus} onClick={addExample}>
            Example
          </Button>
          {examples.length > most ? (
            <Button size="small" look="ghost" onClick={() => setMost(most + shownAtOnce)}>
              Show more of {formatCount(examples.length)}
            </Button>
          ) : null}
        </div>
      </div>
      <DrawChoice path={path} shots={source?.num_shots} id={source?.id} hasId={false} />
      <UsedBy ids={ids} />
      {isPasting ? <PasteExamples list={list} fields={fields} onClose={() => setIsPasting(false)} /> : null}
    </div>
  );
}

function Cell({ path, label, value }: { path: Path; label: string; value: Value | undefined }) {
  const { edit } = useEditorActions();
  const typed = useTyped(cellText(value), (text) =>
    edit({ type: 'set', path, value: cellValue(text, value) }, { mergeKey: path.join('.') }),
  );
  return (
    <span className="input">
      <textarea
        aria-label={label}
        dir="auto"
        rows={1}
        value={typed.text}
        onChange={(event) => typed.type(event.target.value)}
        onBlur={typed.settle}
      />
    </span>
  );
}

/** The name of a field, which can be changed, and the way to take it out of all examples. */
function FieldHead({
  field,
  fields,
  list,
  count,
}: {
  field: string;
  fields: readonly string[];
  list: Path;
  count: number;
}) {
  const { edit } = useEditorActions();
  const taken = useTakenIds();
  const [typed, setTyped] = useState<string | null>(null);
  const wanted = typed?.trim() ?? field;
  const trouble = troubleWith(wanted, field, new Set([...taken, ...fields]));
  const finish = () => {
    setTyped(null);
    if (wanted === field || trouble !== undefined) return;
    edit({ type: 'rename-field', path: list, from: field, to: wanted });
  };
  const remove = () =>
    edit(
      Array.from({ length: count }, (_, at): RecipeEdit => ({ type: 'remove', path: [...list, at, field] })),
    );
  return (
    <span className="row tight">
      <span className={trouble === undefined ? 'input mono' : 'input mono bad-field'}>
        <input
          aria-label={`Name of the field ${field}`}
          aria-invalid={trouble !== undefined || undefined}
          title={trouble}
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          value={typed ?? field}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={finish}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) finish();
          }}
        />
      </span>
      <IconButton
        icon={Trash2}
        size="small"
        label={`Remove the field ${field}`}
        off={fields.length === 1 ? 'One field has to stay' : undefined}
        onClick={remove}
      />
    </span>
  );
}
