'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { plainFromValue } from '@/lib/recipe/edit/plain-value';
import { unusedId } from '@/lib/recipe/form/unused-id';
import type { Path } from '@/lib/recipe/yaml/document';
import type { Value } from '@/lib/util/value';
import { useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { SortableItem, SortableList } from '../parts/sortable-list';
import { useProblemAt } from '../parts/use-form-field';
import { FormPrompt } from '../prompt/form-prompt';
import type { PromptContext } from '../prompt/prompt-scope';
import { capitalised } from '@/lib/util/capitalised';

/** Texts with placeholders, one after the other. */
export function ListedTexts({ path, count, context }: { path: Path; count: number; context: PromptContext }) {
  const { edit } = useEditorActions();
  const problem = useProblemAt(path);
  return (
    <>
      <SortableList count={count} onMove={(from, to) => edit({ type: 'move', path, from, to })}>
        {Array.from({ length: count }, (_, index) => (
          <SortableItem key={index} index={index} label={`item ${index + 1}`}>
            {({ ref, style, isDragging }, grip) => (
              <div ref={ref} style={style} className={classNames('text-row', isDragging && 'dragging')}>
                {grip}
                <div className="message">
                  <FormPrompt path={[...path, index]} label={`Item ${index + 1}`} context={context} />
                </div>
                <IconButton
                  icon={X}
                  size="small"
                  label={`Remove item ${index + 1}`}
                  off={count === 1 ? 'There has to be one item' : undefined}
                  onClick={() => edit({ type: 'remove', path: [...path, index] })}
                />
              </div>
            )}
          </SortableItem>
        ))}
      </SortableList>
      {problem === undefined ? null : <FieldProblem id={`${path.join('-')}-problem`} problem={problem} />}
      <div className="row">
        <Button size="small" icon={Plus} onClick={() => edit({ type: 'insert', path, value: 'Text' })}>
          Item
        </Button>
      </div>
    </>
  );
}

/** Texts with placeholders under keys of their own; other values among them are shown as they are written. */
export function KeyedTexts({
  path,
  texts,
  context,
  word,
}: {
  path: Path;
  texts: ReadonlyMap<string, Value>;
  context: PromptContext;
  word: string;
}) {
  const { edit } = useEditorActions();
  const problem = useProblemAt(path);
  const taken = new Set(texts.keys());
  return (
    <>
      {[...texts.keys()].map((key) => (
        <div key={key} className="keyed-row">
          <KeyField path={path} name={key} texts={texts} />
          <div className="message">
            <FormPrompt path={[...path, key]} label={`Text of ${key}`} context={context} />
          </div>
          <IconButton
            icon={X}
            size="small"
            label={`Remove ${key}`}
            onClick={() => edit({ type: 'remove', path: [...path, key] })}
          />
        </div>
      ))}
      {problem === undefined ? null : <FieldProblem id={`${path.join('-')}-problem`} problem={problem} />}
      <div className="row">
        <Button
          size="small"
          icon={Plus}
          onClick={() => edit({ type: 'set', path: [...path, unusedId('key', taken)], value: 'Text' })}
        >
          {capitalised(word)}
        </Button>
      </div>
    </>
  );
}

/** A key is changed when the field is left: until then it might be that of another entry. */
function KeyField({ path, name, texts }: { path: Path; name: string; texts: ReadonlyMap<string, Value> }) {
  const { edit } = useEditorActions();
  const [typed, setTyped] = useState<string | null>(null);
  const isTaken = typed !== null && typed !== name && (texts.has(typed) || typed === '');
  const finish = () => {
    const wanted = typed;
    setTyped(null);
    if (wanted === null || wanted === name || isTaken) return;
    const renamed = [...texts].map(
      ([key, text]) => [key === name ? wanted : key, plainFromValue(text)] as const,
    );
    // Taken out and put in again: changed in place, the new key would come last.
    edit([
      { type: 'remove', path },
      { type: 'set', path, value: Object.fromEntries(renamed) },
    ]);
  };
  return (
    <span className={classNames('input mono', isTaken && 'bad-field')}>
      <input
        aria-label={`Key of ${name}`}
        aria-invalid={isTaken || undefined}
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        data-own-undo={typed === null ? undefined : ''}
        value={typed ?? name}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) finish();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
    </span>
  );
}
