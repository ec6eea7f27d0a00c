'use client';

import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { useTakenIds } from './use-taken-ids';
import { FieldFrame } from './form-fields';
import { NameInput } from './name-input';
import { useFormField } from './use-form-field';

/**
 * The id of an attribute. It is renamed when the field is left or by Enter, not while it is typed: half a name may
 * be that of another attribute, and every place that uses it would follow.
 */
export function IdField({
  path,
  label = 'Id',
  close,
  autoFocus = false,
  troubleOf,
}: {
  /** Of the attribute; its id is below. */
  path: Path;
  label?: string;
  close?: boolean;
  autoFocus?: boolean;
  /** Why it can't have another id; left out, that of an attribute is asked for. */
  troubleOf?: (wanted: string, own: string) => string | undefined;
}) {
  const field = useFormField([...path, 'id']);
  const taken = useTakenIds();
  const { edit } = useEditorActions();
  return (
    <FieldFrame field={field} label={label} close={close}>
      {(described) => (
        <NameInput
          {...described}
          autoFocus={autoFocus}
          onFocus={autoFocus ? (event) => event.target.select() : undefined}
          name={field.text}
          troubleOf={(wanted) =>
            troubleOf?.(wanted, field.text) ??
            (troubleOf ? undefined : troubleWith(wanted, field.text, taken))
          }
          isBad={field.problem?.severity === 'error'}
          onRename={(id) => edit({ type: 'rename', path, id })}
        />
      )}
    </FieldFrame>
  );
}

/** Why an attribute can't have an id; undefined when it can. */
export function troubleWith(id: string, own: string, taken: ReadonlySet<string>): string | undefined {
  if (id === own) return undefined;
  if (id === '') return 'An id is needed: prompts and columns are named by it';
  if (taken.has(id)) return `${id} is taken. Each attribute needs an id of its own`;
  const wrong = /[{}[\]!:.\s]/u.exec(id)?.[0];
  if (wrong === undefined) return undefined;
  return `An id can’t hold ${/\s/u.test(wrong) ? 'white space' : `“${wrong}”`}: placeholders couldn’t name it`;
}
