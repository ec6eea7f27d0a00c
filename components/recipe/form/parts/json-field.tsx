'use client';

import { useState } from 'react';
import type { PlainValue } from '@/lib/recipe/edit/plain-value';
import type { Path } from '@/lib/recipe/yaml/document';
import { FieldFrame } from './form-fields';
import { useFormField, useProblemAt } from './use-form-field';
import { useTyped } from './use-typed';

/** A value of any depth, written as JSON; what isn't JSON yet stays in the field and out of the recipe. */
export function JsonField({ path, label, value }: { path: Path; label: string; value: unknown }) {
  const field = useFormField(path);
  const problem = useProblemAt(path, { below: true });
  const [isBroken, setBroken] = useState(false);
  const typed = useTyped(JSON.stringify(value, null, 2), (text) => {
    const parsed = parsedJson(text);
    setBroken(parsed === undefined);
    if (parsed !== undefined) field.set(parsed);
  });
  return (
    <FieldFrame field={{ ...field, problem }} label={label} close>
      {(described) => (
        <>
          <span className="input mono">
            <textarea
              {...described}
              aria-invalid={isBroken || described['aria-invalid']}
              rows={Math.min(16, Math.max(3, typed.text.split('\n').length))}
              spellCheck={false}
              value={typed.text}
              onChange={(event) => typed.type(event.target.value)}
              onBlur={() => {
                if (!isBroken) typed.settle();
              }}
            />
          </span>
          {isBroken ? (
            <p className="field-error" role="alert">
              This is no JSON yet; the recipe keeps what it had.
            </p>
          ) : null}
        </>
      )}
    </FieldFrame>
  );
}

function parsedJson(text: string): PlainValue | undefined {
  try {
    return JSON.parse(text) as PlainValue;
  } catch {
    return undefined;
  }
}
