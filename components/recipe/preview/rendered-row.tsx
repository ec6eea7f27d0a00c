'use client';

import { BookmarkPlus, Copy } from 'lucide-react';
import { useRef, type MouseEvent, type PointerEvent, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Chip, KindMark, kindTint } from '@/components/ui/chip';
import { Note, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import { formatCount } from '@/lib/client/format';
import { isBeingAnswered, type TrialFailure, type TrialState } from '@/lib/client/editor/trial';
import { textOf, type PreviewPrompt, type PreviewRow, type PreviewSegment } from '@/lib/plan/preview';
import { useTokenCount } from './tokens/use-token-count';

/** One planned row in full: every prompt that will be sent, what came of it, and what is made at the end. */
export function RenderedRow({
  row,
  trial,
  unknownFields,
  placeOf,
  onValue,
  onPromote,
}: {
  row: PreviewRow;
  trial: TrialState;
  /** Placeholders that name nothing, as they stand in the prompts. */
  unknownFields: readonly string[];
  /** Where a value is defined, in words. */
  placeOf: (name: string) => string;
  /** An answer is to become an example in its own prompt; absent while the text is broken. */
  onPromote: ((prompt: PreviewPrompt, answer: string) => void) | undefined;
  /** A value was pressed: show where it is defined. */
  onValue: (name: string) => void;
}) {
  const press = (event: MouseEvent) => {
    const name =
      event.target instanceof Element
        ? event.target.closest('[data-value]')?.getAttribute('data-value')
        : null;
    if (name) onValue(name);
  };
  const region = useRef<HTMLDivElement>(null);
  // By attribute and not by state: the light follows the pointer without drawing the row again.
  const light = (event: PointerEvent) => {
    const name =
      event.target instanceof Element
        ? event.target.closest('[data-value]')?.getAttribute('data-value')
        : null;
    for (const mark of region.current?.querySelectorAll('[data-value]') ?? []) {
      mark.toggleAttribute('data-twin', name != null && mark.getAttribute('data-value') === name);
    }
  };
  const rowFailures = trial.failures.filter(({ row: index }) => index === row.index);
  return (
    // The marks are a short cut for the pointer; the outline leads to the same places by keyboard.
    <div
      ref={region}
      className="rendered"
      role="region"
      aria-label={`Row ${row.index}`}
      tabIndex={0}
      onClick={press}
      onPointerOver={light}
      onPointerLeave={light}
    >
      {row.rejection === null ? null : (
        <Note tone="warn">
          A run would reject this row: <code className="mono">{row.rejection.column}</code>{' '}
          {row.rejection.message} <span className="t3">({row.rejection.rule})</span>
        </Note>
      )}
      {row.prompts.map((prompt) => (
        <RenderedPrompt
          key={`${prompt.kind}-${prompt.attributeId}`}
          row={row}
          prompt={prompt}
          trial={trial}
          unknownFields={unknownFields}
          placeOf={placeOf}
          onPromote={onPromote}
          failures={rowFailures.filter(({ attributeId }) => attributeId === prompt.attributeId)}
        />
      ))}
      {rowFailures
        .filter(({ attributeId }) => attributeId === null)
        .map((failure) => (
          <FailureNote key={failure.code + failure.message} failure={failure} />
        ))}
      {row.prompts.length === 0 ? (
        <p className="t3">No prompts yet. Add a generated attribute to have a model write something.</p>
      ) : null}
    </div>
  );
}

function RenderedPrompt({
  row,
  prompt,
  trial,
  unknownFields,
  placeOf,
  onPromote,
  failures,
}: {
  row: PreviewRow;
  prompt: PreviewPrompt;
  trial: TrialState;
  unknownFields: readonly string[];
  placeOf: (name: string) => string;
  onPromote: ((prompt: PreviewPrompt, answer: string) => void) | undefined;
  failures: readonly TrialFailure[];
}) {
  const { attributeId, messages, error } = prompt;
  const isCall = prompt.kind === 'generated';
  const answer = isCall
    ? row.values.find(({ name, state }) => name === attributeId && state === 'known')
    : undefined;
  const isLive = isBeingAnswered(trial, row.index, attributeId);
  const isWhole = prompt.pending.length === 0 && error === undefined;
  return (
    <section className="rendered-prompt" aria-label={attributeId}>
      <div className="row">
        <KindMark kind={prompt.kind} />
        <b className="strong cut" dir="auto">
          {attributeId}
        </b>
        <span className="small t3 num">
          {isCall ? `row ${formatCount(row.index)}` : 'after the answers, free'}
          {isCall && isWhole ? <Tokens prompt={prompt} /> : null}
        </span>
        {isCall ? (
          <Button
            look="ghost"
            size="small"
            icon={Copy}
            className="right"
            off={
              isWhole
                ? undefined
                : row.isWaiting
                  ? 'Not whole yet: its record is being read'
                  : 'Not whole yet: it waits for another answer'
            }
            onClick={() => copy(prompt)}
          >
            Copy
          </Button>
        ) : null}
      </div>
      {error === undefined ? (
        messages.map((message, index) => (
          <Turn key={index} who={message.role}>
            {message.segments.map((segment, at) => (
              <Piece key={at} segment={segment} unknownFields={unknownFields} placeOf={placeOf} />
            ))}
          </Turn>
        ))
      ) : (
        <Note tone="bad">
          Row {row.index} can’t be written: {error}
        </Note>
      )}
      {answer === undefined ? null : (
        <Turn who="answer">
          <span className={classNames('answer-text', isLive && 'live')}>{answer.text}</span>
          {onPromote === undefined || isLive ? null : (
            <Button
              look="ghost"
              size="small"
              icon={BookmarkPlus}
              className="promote"
              onClick={() => onPromote(prompt, answer.text)}
            >
              Use as example
            </Button>
          )}
        </Turn>
      )}
      {failures.map((failure) => (
        <FailureNote key={failure.code + failure.message} failure={failure} />
      ))}
    </section>
  );
}

function Turn({ who, children }: { who: string | null; children: ReactNode }) {
  return (
    <div className="turn">
      <span className="who">{who ?? ''}</span>
      <span className="said" dir="auto">
        {children}
      </span>
    </div>
  );
}

/** The tokens of a prompt: an estimate until they are counted. */
function Tokens({ prompt: { messages } }: { prompt: PreviewPrompt }) {
  const { tokens, isExact } = useTokenCount(messages.map(({ segments }) => textOf(segments)));
  return ` · ${isExact ? '' : 'about '}${formatCount(tokens)} ${tokens === 1 ? 'token' : 'tokens'}`;
}

function Piece({
  segment,
  unknownFields,
  placeOf,
}: {
  segment: PreviewSegment;
  unknownFields: readonly string[];
  placeOf: (name: string) => string;
}) {
  switch (segment.type) {
    case 'text':
      return unknownFields.length === 0 ? (
        segment.text
      ) : (
        <TextWithUnknown text={segment.text} fields={unknownFields} />
      );
    case 'value':
      return (
        <mark
          className={kindTint(segment.kind)}
          data-value={segment.name}
          title={`${segment.field}, ${segment.kind}${placeOf(segment.name)}`}
        >
          <span className="hidden-text">
            {segment.field}, {segment.kind}:{' '}
          </span>
          {segment.text === '' ? '(empty)' : segment.text}
        </mark>
      );
    case 'pending':
      return (
        <span data-value={segment.name}>
          {segment.kind === 'source' ? (
            <span className="waiting-text">
              <Skeleton width={140} />
              <span className="hidden-text">{segment.field}, being read</span>
            </span>
          ) : (
            <Chip kind="unknown">{segment.field}, not known yet</Chip>
          )}
        </span>
      );
  }
}

/** Marks the placeholders that name nothing where they stand in a text. */
function TextWithUnknown({ text, fields }: { text: string; fields: readonly string[] }) {
  const pieces = splitBy(text, fields);
  return pieces.map((piece, index) =>
    fields.includes(piece) ? (
      <mark key={index} className="k-bad">
        <span className="hidden-text">unknown value: </span>
        {piece}
      </mark>
    ) : (
      piece
    ),
  );
}

function splitBy(text: string, marks: readonly string[]): string[] {
  return marks.reduce<string[]>(
    (pieces, mark) =>
      pieces.flatMap((piece) =>
        marks.includes(piece)
          ? [piece]
          : piece.split(mark).flatMap((part, index) => (index === 0 ? [part] : [mark, part])),
      ),
    [text],
  );
}

function FailureNote({ failure }: { failure: TrialFailure }) {
  return (
    <Note tone="bad">
      {failure.message} <span className="small t3 mono">{failure.code}</span>
    </Note>
  );
}

function copy({ messages }: PreviewPrompt) {
  const text = messages.map(({ role, segments }) => `${role ?? ''}: ${textOf(segments)}`).join('\n\n');
  navigator.clipboard.writeText(text).then(
    () => showToast({ text: 'Prompt copied.' }),
    () => showToast({ tone: 'bad', text: 'The browser did not allow copying.' }),
  );
}
