'use client';

import { useId, useState, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Toggle } from '@/components/ui/field';
import { typedNumber, typedWhole } from '@/lib/client/typed-number';
import { isWholeField } from '@/lib/recipe/form/field-help';
import type { Path } from '@/lib/recipe/yaml/document';
import { FieldProblem } from './field-problem';
import { useFormField, type FormField } from './use-form-field';
import { useTyped } from './use-typed';

type Face = {
  path: Path;
  label: string;
  /** Shows the help only with the pointer or the focus. */
  close?: boolean;
  unit?: ReactNode;
};

/** A text of the recipe: one line, or several with `lines`. An optional one that is emptied is taken out. */
export function FormText({
  path,
  label,
  close,
  unit,
  mono = false,
  lines = false,
  optional = false,
  placeholder,
}: Face & { mono?: boolean; lines?: boolean; optional?: boolean; placeholder?: string }) {
  const field = useFormField(path);
  const typed = useTyped(field.text, (text) => (optional && text === '' ? field.remove() : field.set(text)));
  return (
    <FieldFrame field={field} label={label} close={close}>
      {(described) => (
        <span className={classNames('input', mono && 'mono', isBad(field) && 'bad-field')}>
          {lines ? (
            <textarea
              {...described}
              dir="auto"
              rows={2}
              placeholder={placeholder}
              value={typed.text}
              onChange={(event) => typed.type(event.target.value)}
              onBlur={typed.settle}
            />
          ) : (
            <input
              {...described}
              dir="auto"
              autoComplete="off"
              spellCheck={!mono}
              placeholder={placeholder}
              value={typed.text}
              onChange={(event) => typed.type(event.target.value)}
              onBlur={typed.settle}
            />
          )}
          {unit === undefined ? null : <span className="unit">{unit}</span>}
        </span>
      )}
    </FieldFrame>
  );
}

/** A number of the recipe. What is no number is written as it is typed, so that its problem shows. */
export function FormNumber({ path, label, close, unit, placeholder }: Face & { placeholder?: string }) {
  const field = useFormField(path);
  const [isFocused, setIsFocused] = useState(false);
  const typed = useTyped(field.text, (text) => {
    const value = numberIn(text, path);
    if (value === null) field.remove();
    else field.set(value);
  });
  const usual = typeof field.fallback === 'number' ? shown(String(field.fallback)) : '';
  return (
    <FieldFrame field={field} label={label} close={close}>
      {(described) => (
        <span className={classNames('input num', isBad(field) && 'bad-field')}>
          <input
            {...described}
            inputMode="decimal"
            autoComplete="off"
            placeholder={placeholder ?? usual}
            value={isFocused ? typed.text : shown(typed.text)}
            onFocus={() => setIsFocused(true)}
            onChange={(event) => typed.type(event.target.value)}
            onBlur={() => {
              setIsFocused(false);
              typed.settle();
            }}
          />
          {unit === undefined ? null : <span className="unit">{unit}</span>}
        </span>
      )}
    </FieldFrame>
  );
}

/** Yes or no, with its help beside. */
export function FormSwitch({ path, label }: { path: Path; label: string }) {
  const field = useFormField(path);
  const id = useId();
  const written = /^(true|yes|on)$/i.test(field.text) ? true : field.text === '' ? null : false;
  const on = written ?? field.fallback === true;
  return (
    <div className="switch-field">
      <Toggle
        on={on}
        label={label}
        onChange={(next) => (next === field.fallback ? field.remove() : field.set(next))}
      />
      <span aria-hidden>{label}</span>
      {field.help === '' ? null : <p className="hint">{inWords(field.help)}</p>}
      {field.problem === undefined ? null : <FieldProblem id={`${id}-problem`} problem={field.problem} />}
    </div>
  );
}

type Described = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };

/** Label, control, help, and what is wrong with the value. */
export function FieldFrame({
  field,
  label,
  close = false,
  children,
}: {
  field: Pick<FormField, 'help' | 'problem'>;
  label: string;
  close?: boolean | undefined;
  children: (described: Described) => ReactNode;
}) {
  const id = useId();
  const { help, problem } = field;
  const describedBy = [problem && `${id}-problem`, help !== '' && `${id}-help`].filter(Boolean).join(' ');
  return (
    <div className={classNames('form-field', close && 'close')}>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
        ...(problem?.severity === 'error' ? { 'aria-invalid': true } : {}),
      })}
      {problem === undefined ? null : <FieldProblem id={`${id}-problem`} problem={problem} />}
      {help === '' || (problem !== undefined && !close) ? null : (
        <p className="hint" id={`${id}-help`}>
          {inWords(help)}
        </p>
      )}
    </div>
  );
}

/** The schema's words for a form: names of keys in backquotes are shown as code. */
function inWords(help: string): ReactNode {
  return help.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}

function isBad({ problem }: Pick<FormField, 'problem'>): boolean {
  return problem?.severity === 'error';
}

/** Null for nothing; what is no number stays a text, for the check to say so. */
function numberIn(text: string, path: Path): number | string | null {
  if (text.trim() === '') return null;
  return (isWholeField(path) ? typedWhole(text) : null) ?? typedNumber(text) ?? text;
}

/** Whole numbers with thousands commas; anything else as it is. */
function shown(text: string): string {
  return /^\d{4,15}$/.test(text) ? Number(text).toLocaleString('en') : text;
}
