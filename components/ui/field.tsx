'use client';

import { ChevronDown } from 'lucide-react';
import { useId, type ComponentProps, type ReactNode } from 'react';
import { Icon } from './icon';
import { classNames } from './class-names';

type FieldProps = {
  label: string;
  /** A help text under the field. */
  hint?: ReactNode;
  /** What is wrong with the value; replaces the hint. */
  error?: string | undefined;
  /** Stands before the text inside the frame: an icon, "$". */
  lead?: ReactNode;
  /** Stands after it: a unit, a button. */
  unit?: ReactNode;
  mono?: boolean;
  large?: boolean;
  hideLabel?: boolean;
};

/** A labelled line of text with its hint or error. */
export function TextField({
  label,
  hint,
  error,
  lead,
  unit,
  mono = false,
  large = true,
  hideLabel = false,
  ...rest
}: FieldProps & Omit<ComponentProps<'input'>, 'children'>) {
  const id = useId();
  return (
    <Framed {...{ id, label, hint, error, hideLabel }}>
      <span
        className={classNames('input', large && 'large', mono && 'mono', error !== undefined && 'bad-field')}
      >
        {lead}
        <input id={id} autoComplete="off" spellCheck={false} {...rest} {...described(id, hint, error)} />
        {unit === undefined ? null : <span className="unit">{unit}</span>}
      </span>
    </Framed>
  );
}

/** One of several; its children are options. */
export function SelectField({
  label,
  value,
  onChange,
  children,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <Framed id={id} label={label} hint={undefined} error={undefined} hideLabel={false}>
      <SelectFrame isLarge>
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          {children}
        </select>
      </SelectFrame>
    </Framed>
  );
}

/** A select in the drawn frame. */
export function SelectFrame({
  isBad = false,
  isLarge = false,
  children,
}: {
  isBad?: boolean;
  isLarge?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={classNames('input select', isLarge && 'large', isBad && 'bad-field')}>
      {children}
      <Icon of={ChevronDown} size="m" />
    </span>
  );
}

/** On or off, at once; for what takes effect without a further press. */
export function Toggle({
  on,
  onChange,
  label,
  id,
}: {
  on: boolean;
  onChange: (on: boolean) => void;
  label: string;
  id?: string;
}) {
  return (
    <button
      type="button"
      className="toggle"
      role="switch"
      id={id}
      aria-checked={on}
      aria-label={label}
      onClick={() => onChange(!on)}
    />
  );
}

function Framed(props: {
  id: string;
  label: string;
  hint: ReactNode;
  error: string | undefined;
  hideLabel: boolean;
  children: ReactNode;
}) {
  const { id, label, hint, error } = props;
  return (
    <div className="field">
      <label className={props.hideLabel ? 'hidden-text' : 'label'} htmlFor={id}>
        {label}
      </label>
      {props.children}
      {error !== undefined ? (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      ) : hint !== undefined ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

function described(id: string, hint: ReactNode, error: string | undefined) {
  if (error !== undefined) return { 'aria-invalid': true, 'aria-describedby': `${id}-error` };
  return hint === undefined ? {} : { 'aria-describedby': `${id}-hint` };
}
