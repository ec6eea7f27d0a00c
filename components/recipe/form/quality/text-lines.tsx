'use client';

import type { Path } from '@/lib/recipe/yaml/document';
import { FieldFrame } from '../parts/form-fields';
import { useFormField, useProblemAt } from '../parts/use-form-field';
import { useTyped } from '../parts/use-typed';

/** A list of short texts, one a line. Empty lines count for nothing. */
export function TextLines({
  path,
  label,
  values,
}: {
  path: Path;
  label: string;
  values: readonly (string | undefined)[];
}) {
  const field = useFormField(path);
  const problem = useProblemAt(path, { below: true });
  const typed = useTyped(values.filter((value) => value !== undefined).join('\n'), (text) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length > 0) field.set(lines);
  });
  return (
    <FieldFrame field={{ ...field, problem }} label={label} close>
      {(described) => (
        <span className="input mono">
          <textarea
            {...described}
            dir="auto"
            rows={Math.min(8, Math.max(2, values.length))}
            spellCheck={false}
            value={typed.text}
            onChange={(event) => typed.type(event.target.value)}
            onBlur={typed.settle}
          />
        </span>
      )}
    </FieldFrame>
  );
}
