'use client';

import { useId, type RefObject } from 'react';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { useFormField } from '../parts/use-form-field';
import type { PromptContext } from './prompt-scope';
import { PromptText, type PromptHandle } from './prompt-text';

/** A text with placeholders at a place of the recipe, with its problem under it. An optional one that is emptied is taken out. */
export function FormPrompt({
  path,
  label,
  context,
  placeholder,
  handle,
  optional = false,
}: {
  path: Path;
  label: string;
  context: PromptContext;
  placeholder?: string;
  handle?: RefObject<PromptHandle | null>;
  optional?: boolean;
}) {
  const field = useFormField(path);
  const { undo, redo } = useEditorActions();
  const id = useId();
  const { problem } = field;
  return (
    <>
      <PromptText
        value={field.text}
        label={label}
        scope={context.scope}
        values={context.values}
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(handle === undefined ? {} : { handle })}
        invalid={problem?.severity === 'error'}
        describedBy={problem === undefined ? undefined : id}
        onChange={(text) => (optional && text === '' ? field.remove() : field.set(text))}
        onUndo={undo}
        onRedo={redo}
      />
      {problem === undefined ? null : (
        <div className="message-foot">
          <FieldProblem id={id} problem={problem} />
        </div>
      )}
    </>
  );
}
