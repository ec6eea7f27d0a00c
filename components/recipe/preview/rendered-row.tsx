'use client';

import { Copy } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Chip, KindMark, kindTint } from '@/components/ui/chip';
import { Note } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import { formatCount } from '@/lib/client/format';
import { isBeingAnswered, type TrialFailure, type TrialState } from '@/lib/client/editor/trial';
import type { PreviewPrompt, PreviewRow, PreviewSegment } from '@/lib/plan/preview';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';

/** One planned row in full: every prompt that will be sent, what came of it, and what is made at the end. */
export function RenderedRow({
  row,
  trial,
  unknownFields,
  onValue,
}: {
  row: PreviewRow;
  trial: TrialState;
  /** Placeholders that name nothing, as they stand in the prompts. */
  unknownFields: readonly string[];
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
  const rowFailures = trial.failures.filter(({ row: index }) => index === row.index);
  return (
    // The marks are a short cut for the pointer; the outline leads to the same places by keyboard.
    <div className="rendered" role="region" aria-label={`Row ${row.index}`} tabIndex={0} onClick={press}>
      {row.prompts.map((prompt) => (
        <RenderedPrompt
          key={`${prompt.kind}-${prompt.attributeId}`}
          row={row}
          prompt={prompt}
          trial={trial}
          unknownFields={unknownFields}
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
  failures,
}: {
  row: PreviewRow;
  prompt: PreviewPrompt;
  trial: TrialState;
  unknownFields: readonly string[];
  failures: readonly TrialFailure[];
}) {
  const { attributeId, messages, error } = prompt;
  const isCall = prompt.kind === 'generated';
  const answer = isCall
    ? row.values.find(({ name, state }) => name === attributeId && state === 'known')
    : undefined;
  const isWhole = prompt.pending.length === 0 && error === undefined;
  return (
    <section className="rendered-prompt" aria-label={attributeId}>
      <div className="row">
        <KindMark kind={prompt.kind} />
        <b className="strong cut" dir="auto">
          {attributeId}
        </b>
        <span className="small t3 num">
          {isCall
            ? `row ${formatCount(row.index)}${isWhole ? ` · about ${formatCount(tokensOf(prompt))} tokens` : ''}`
            : 'after the answers, free'}
        </span>
        {isCall ? (
          <Button
            look="ghost"
            size="small"
            icon={Copy}
            className="right"
            off={isWhole ? undefined : 'Not whole yet: it waits for another answer'}
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
              <Piece key={at} segment={segment} unknownFields={unknownFields} />
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
          <span
            className={classNames('answer-text', isBeingAnswered(trial, row.index, attributeId) && 'live')}
          >
            {answer.text}
          </span>
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

function Piece({ segment, unknownFields }: { segment: PreviewSegment; unknownFields: readonly string[] }) {
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
          title={`${segment.field}, ${segment.kind}`}
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
          <Chip kind="unknown">{segment.field}, not known yet</Chip>
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

function textOf(segments: readonly PreviewSegment[]): string {
  return segments
    .map((segment) => (segment.type === 'pending' ? `{${segment.field}}` : segment.text))
    .join('');
}

function tokensOf({ messages }: PreviewPrompt): number {
  return messages.reduce((sum, { segments }) => sum + estimateTokens(textOf(segments)), 0);
}

function copy({ messages }: PreviewPrompt) {
  const text = messages.map(({ role, segments }) => `${role ?? ''}: ${textOf(segments)}`).join('\n\n');
  navigator.clipboard.writeText(text).then(
    () => showToast({ text: 'Prompt copied.' }),
    () => showToast({ tone: 'bad', text: 'The browser did not allow copying.' }),
  );
}
