'use client';

import { SelectFrame } from '@/components/ui/field';
import type { Path } from '@/lib/recipe/yaml/document';
import { FieldFrame } from './form-fields';
import { useFormField } from './use-form-field';

/** One of some words; the first line leaves the key out. */
export function FormSelect({
  path,
  label,
  options,
  empty = 'As it comes',
  close,
  exact = false,
}: {
  path: Path;
  label: string;
  options: readonly string[];
  /** What it says where the key is left out. */
  empty?: string;
  close?: boolean;
  /** The words are names of something else: shown as they are, and told apart by upper and lower case. */
  exact?: boolean;
}) {
  const field = useFormField(path);
  const written = options.find((option) =>
    exact ? option === field.text : option.toLowerCase() === field.text.toLowerCase(),
  );
  return (
    <FieldFrame field={field} label={label} close={close}>
      {(described) => (
        <SelectFrame isBad={field.problem?.severity === 'error'}>
          <select
            {...described}
            value={written ?? field.text}
            onChange={({ target: { value } }) => (value === '' ? field.remove() : field.set(value))}
          >
            <option value="">{empty}</option>
            {written === undefined && field.text !== '' ? <option>{field.text}</option> : null}
            {options.map((option) => (
              <option key={option} value={option}>
                {exact ? option : inWords(option)}
              </option>
            ))}
          </select>
        </SelectFrame>
      )}
    </FieldFrame>
  );
}

/** UNIFORM as Uniform. */
function inWords(option: string): string {
  return option.toUpperCase() === option ? option.charAt(0) + option.slice(1).toLowerCase() : option;
}
