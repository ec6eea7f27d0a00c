'use client';

import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { useFormField } from '../parts/use-form-field';
import { useTyped } from '../parts/use-typed';

/** The texts that end an answer. */
export function StopTexts({ path }: { path: Path }) {
  const count = useEditor(
    (state) => state.read.draft.inference_config?.generation?.stop_strings?.length ?? 0,
  );
  const field = useFormField(path);
  const { edit } = useEditorActions();
  const id = useId();
  return (
    <div className="form-part" role="group" aria-labelledby={id}>
      <span className="label" id={id}>
        Stop texts
      </span>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="row">
          <StopText path={[...path, index]} number={index + 1} />
          <IconButton
            icon={X}
            size="small"
            label={`Remove stop text ${index + 1}`}
            onClick={() => edit({ type: 'remove', path: [...path, index] })}
          />
        </div>
      ))}
      <p className="hint">{field.help}</p>
      {field.problem === undefined ? null : <FieldProblem id={`${id}-problem`} problem={field.problem} />}
      <div className="row">
        <Button size="small" icon={Plus} onClick={() => edit({ type: 'insert', path, value: 'END' })}>
          Stop text
        </Button>
      </div>
    </div>
  );
}

function StopText({ path, number }: { path: Path; number: number }) {
  const field = useFormField(path);
  const typed = useTyped(field.text, field.set);
  return (
    <span className="input mono grow">
      <input
        aria-label={`Stop text ${number}`}
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        value={typed.text}
        onChange={(event) => typed.type(event.target.value)}
        onBlur={typed.settle}
      />
    </span>
  );
}
