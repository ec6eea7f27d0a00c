import type { ReactNode } from 'react';
import { Chip, kindTint } from '@/components/ui/chip';
import { copyText } from '@/components/ui/copy-text';
import { Note, Skeleton } from '@/components/ui/states';
import { ToolCalls } from '@/components/ui/tool-use';
import { formatCount } from '@/lib/client/format';
import type { TrialFailure } from '@/lib/client/editor/trial';
import { textOf, type PreviewPrompt, type PreviewSegment } from '@/lib/plan/preview-prompt';
import { markOf, useIsPointed } from '../pointing/pointed-value';
import { useTokenCount } from './tokens/use-token-count';

/** What a prompt needs to show where its values come from. */
export type PromptMarks = {
  /** Placeholders that name nothing, as they stand in the prompts. */
  unknownFields: readonly string[];
};

/** The messages of a prompt with their values marked, or why it can't be written. */
export function PromptMessages({
  prompt: { messages, error },
  index,
  marks,
}: {
  prompt: PreviewPrompt;
  /** The row's. */
  index: number;
  marks: PromptMarks;
}) {
  if (error !== undefined) {
    return (
      <Note tone="bad">
        Row {index} can’t be written: {error}
      </Note>
    );
  }
  return messages.map((message, position) => (
    <Turn key={position} who={message.role}>
      {message.segments.map((segment, at) => (
        <Piece key={at} segment={segment} {...marks} />
      ))}
      {message.calls === undefined ? null : <ToolCalls calls={message.calls} />}
    </Turn>
  ));
}

/** What somebody says. */
export function Turn({ who, children }: { who: string | null; children: ReactNode }) {
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
export function Tokens({ prompt: { messages, tools } }: { prompt: PreviewPrompt }) {
  const texts = messages.map(({ segments }) => textOf(segments));
  const { tokens, isExact } = useTokenCount(tools === undefined ? texts : [...texts, JSON.stringify(tools)]);
  return `${isExact ? '' : 'about '}${formatCount(tokens)} ${tokens === 1 ? 'token' : 'tokens'}`;
}

function Piece({ segment, unknownFields }: PromptMarks & { segment: PreviewSegment }) {
  switch (segment.type) {
    case 'text':
      return unknownFields.length === 0 ? (
        segment.text
      ) : (
        <TextWithUnknown text={segment.text} fields={unknownFields} />
      );
    case 'value':
      return <ValueMark segment={segment} />;
    case 'pending':
      return <PendingMark segment={segment} />;
  }
}

function ValueMark({ segment }: { segment: Extract<PreviewSegment, { type: 'value' }> }) {
  const isPointed = useIsPointed(segment.name);
  return (
    <mark className={kindTint(segment.kind)} data-twin={isPointed || undefined} {...markOf(segment)}>
      <span className="hidden-text">
        {segment.field}, {segment.kind}:{' '}
      </span>
      {segment.text === '' ? '(empty)' : segment.text}
    </mark>
  );
}

function PendingMark({ segment }: { segment: Extract<PreviewSegment, { type: 'pending' }> }) {
  const isPointed = useIsPointed(segment.name);
  return (
    <span data-twin={isPointed || undefined} {...markOf(segment)}>
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

/** Why there is no answer. */
export function FailureNote({ failure }: { failure: TrialFailure }) {
  return (
    <Note tone="bad">
      {failure.message} <span className="small t3 mono">{failure.code}</span>
    </Note>
  );
}

/** Puts a prompt on the clipboard. */
export function copyPrompt({ messages }: PreviewPrompt) {
  const text = messages.map(({ role, segments }) => `${role ?? ''}: ${textOf(segments)}`).join('\n\n');
  void copyText(text, 'Prompt copied');
}
