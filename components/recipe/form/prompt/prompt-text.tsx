'use client';

import {
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';
import { classNames } from '@/components/ui/class-names';
import { kindTint } from '@/components/ui/chip';
import { useSpoken } from '@/components/ui/spoken';
import {
  dropPlaceholderBefore,
  openPlaceholder,
  putPlaceholder,
  type TextAndCaret,
} from '@/lib/recipe/form/prompt-caret';
import {
  placeholderAt,
  promptPieces,
  type PlaceholderPiece,
  type PromptPiece,
  type PromptScope,
} from '@/lib/recipe/form/prompt-pieces';
import type { UsableValue } from '@/lib/recipe/form/usable-values';
import { markOf, useIsPointed, usePointing, valueOf } from '../../pointing/pointed-value';
import { useTyped } from '../parts/use-typed';
import { matchingValues } from './matching-values';
import { ValueList } from './value-list';

/** What a prompt's owner may ask of it. */
export type PromptHandle = { insertValue: () => void };

/**
 * A text with placeholders. It is a plain text area, so that typing, spell checking, other writing systems and
 * phones work as everywhere; a copy of the text under it, set the same to the pixel, draws the chips.
 */
export function PromptText({
  value,
  label,
  scope,
  values,
  placeholder,
  describedBy,
  invalid = false,
  handle,
  onChange,
  onUndo,
  onRedo,
}: {
  value: string;
  label: string;
  scope: PromptScope;
  values: readonly UsableValue[];
  placeholder?: string;
  describedBy?: string | undefined;
  invalid?: boolean;
  handle?: RefObject<PromptHandle | null>;
  onChange: (text: string) => void;
  onUndo: () => void;
  onRedo: () => void;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const { text, type } = useTyped(value, onChange);
  const listId = useId();
  // Where the placeholder being typed begins; null while no list is open.
  const [completing, setCompleting] = useState<Completing | null>(null);
  const caretAfter = useRef<number | null>(null);
  const pointing = usePointing();

  const pieces = useMemo(() => promptPieces(text, scope), [text, scope]);
  const matches = completing === null ? [] : matchingValues(values, completing.typed);
  const active = completing === null ? undefined : matches[Math.min(completing.active, matches.length - 1)];

  useSpoken(
    completing === null
      ? ''
      : matches.length === 1
        ? '1 value'
        : `${matches.length === 0 ? 'No' : matches.length} values`,
  );

  useLayoutEffect(() => {
    const caret = caretAfter.current;
    caretAfter.current = null;
    if (caret !== null) field.current?.setSelectionRange(caret, caret);
  });
  useImperativeHandle(handle, () => ({
    insertValue: () => {
      const area = field.current;
      if (area === null) return;
      area.focus();
      setCompleting({ start: area.selectionStart, typed: '', active: 0, byPress: true });
    },
  }));

  const write = ({ text: next, caret }: TextAndCaret) => {
    caretAfter.current = caret;
    type(next);
  };
  const look = (area: HTMLTextAreaElement, mayOpen: boolean) => {
    const { selectionStart: caret, selectionEnd: end } = area;
    const open = caret === end ? openPlaceholder(area.value, caret) : null;
    setCompleting((before) => {
      if (open === null || (before === null && !mayOpen)) return null;
      const active = before?.typed === open.typed ? before.active : 0;
      return { ...open, active, byPress: false };
    });
  };
  const accept = (chosen: UsableValue) => {
    const area = field.current;
    if (area === null || completing === null) return;
    setCompleting(null);
    const caret = completing.byPress ? completing.start : area.selectionStart;
    write(putPlaceholder(text, caret, chosen.text));
    area.focus();
  };

  // The text area lies over the chips: which one is meant is told by their boxes.
  const chipUnder = ({ clientX: x, clientY: y }: MouseEvent) =>
    [...(mirror.current?.querySelectorAll('[data-value]') ?? [])].find((chip) =>
      [...chip.getClientRects()].some(
        ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom,
      ),
    ) ?? null;
  const pointByPointer = (event: MouseEvent<HTMLTextAreaElement>) => {
    const chip = chipUnder(event);
    event.currentTarget.toggleAttribute('data-leads', chip !== null && (event.ctrlKey || event.metaKey));
    const value = valueOf(chip, event.clientY);
    const before = pointing.store.getState();
    if (value === null) {
      if (before?.how === 'write') pointByCaret();
    } else if (before?.how !== 'write' || before.field !== value.field || before.box.x !== value.box.x) {
      pointing.store.setState({ ...value, how: 'write' }, true);
    }
  };
  const pointByCaret = () => {
    const area = field.current;
    const hasCaret =
      area !== null && document.activeElement === area && area.selectionStart === area.selectionEnd;
    const piece = hasCaret && completing === null ? placeholderAt(pieces, area.selectionStart) : undefined;
    const chip = piece && mirror.current?.querySelector(`[data-start="${piece.start}"]`);
    const value = chip ? valueOf(chip, -1) : null;
    if (value !== null) pointing.store.setState({ ...value, how: 'caret' }, true);
    else if (pointing.store.getState()?.how !== 'hover') pointing.store.setState(null, true);
  };
  const goByPress = (event: MouseEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    const value = valueOf(chipUnder(event), event.clientY);
    if (value !== null) pointing.goTo(value.name);
  };

  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const area = event.currentTarget;
    const isMod = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && event.altKey && !isMod) {
      const piece = placeholderAt(pieces, area.selectionStart);
      if (piece === undefined) return;
      event.preventDefault();
      pointing.goTo(piece.name);
      return;
    }
    if (isMod && !event.altKey && (event.code === 'KeyZ' || event.code === 'KeyY')) {
      event.preventDefault();
      setCompleting(null);
      if (event.code === 'KeyY' || event.shiftKey) onRedo();
      else onUndo();
      return;
    }
    if (completing !== null && pressInList(event)) return;
    if (event.key === 'Backspace' && !isMod && !event.altKey && area.selectionStart === area.selectionEnd) {
      const dropped = dropPlaceholderBefore(text, area.selectionStart);
      if (dropped === null) return;
      event.preventDefault();
      write(dropped);
    }
  };

  const pressInList = (event: KeyboardEvent): boolean => {
    if (completing === null || event.ctrlKey || event.metaKey || event.altKey) return false;
    const at = Math.min(completing.active, matches.length - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % Math.max(1, matches.length),
      ArrowUp: (at - 1 + matches.length) % Math.max(1, matches.length),
      PageDown: Math.min(matches.length - 1, at + 8),
      PageUp: Math.max(0, at - 8),
    };
    const next = moves[event.key];
    if (event.key === 'Escape') setCompleting(null);
    else if (next !== undefined && matches.length > 0) setCompleting({ ...completing, active: next });
    else if ((event.key === 'Enter' || event.key === 'Tab') && active !== undefined && !event.shiftKey) {
      accept(active);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  const isOpen = completing !== null && matches.length > 0;
  return (
    <div className="prompt-text">
      <div className="prompt-mirror" ref={mirror} aria-hidden dir="auto">
        {pieces.map((piece) => (
          <Piece key={piece.start} piece={piece} isBeingTyped={completing?.start === piece.start} />
        ))}
        {/* A line that is empty yet needs a height. */}
        {'\n'}
      </div>
      <textarea
        ref={field}
        className="prompt-field"
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={
          isOpen && active !== undefined ? `${listId}-${matches.indexOf(active)}` : undefined
        }
        dir="auto"
        placeholder={placeholder}
        value={text}
        rows={1}
        onChange={(event) => {
          type(event.target.value);
          look(event.target, true);
        }}
        onSelect={(event) => {
          if (completing !== null && !completing.byPress) look(event.currentTarget, false);
          pointByCaret();
        }}
        onKeyDown={press}
        onPointerMove={pointByPointer}
        onPointerLeave={pointByCaret}
        onClick={goByPress}
        onBlur={() => {
          setCompleting(null);
          pointing.store.setState(null, true);
        }}
      />
      <ValueList
        id={listId}
        open={isOpen}
        values={matches}
        active={active}
        mirror={mirror}
        offset={completing?.start ?? 0}
        onChoose={accept}
      />
    </div>
  );
}

type Completing = { start: number; typed: string; active: number; byPress: boolean };

function Piece({ piece, isBeingTyped }: { piece: PromptPiece; isBeingTyped: boolean }) {
  const { kind, text } = piece;
  switch (kind) {
    case 'text':
      return text;
    case 'brace':
      return <span className="t3">{text}</span>;
    case 'broken':
      // Not red before the caret has left it.
      if (isBeingTyped) return <span className="accent-text">{text}</span>;
      if (text.length === 1) return <span className="in-prompt k-bad">{text}</span>;
      return (
        <span className={classNames('in-prompt', kindTint('broken'))}>
          <InBraces text={text} />
        </span>
      );
    case 'source':
    case 'sampled':
    case 'generated':
    case 'transformed':
      return <ValuePiece piece={piece} />;
  }
}

function ValuePiece({ piece: { kind, name, start, text } }: { piece: PlaceholderPiece }) {
  const isPointed = useIsPointed(name);
  return (
    <span
      className={classNames('in-prompt', kindTint(kind))}
      data-start={start}
      data-twin={isPointed || undefined}
      {...markOf({ name, field: text.slice(1, -1), kind })}
    >
      <InBraces text={text} />
    </span>
  );
}

/** The braces are there, since the text area has them, but are not seen: they are the chip's padding. */
function InBraces({ text }: { text: string }) {
  return (
    <>
      <i>{'{'}</i>
      {text.slice(1, -1)}
      <i>{'}'}</i>
    </>
  );
}
