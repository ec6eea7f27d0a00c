'use client';

import { BookmarkPlus, Copy } from 'lucide-react';
import type { MouseEvent, PointerEvent } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { KindMark } from '@/components/ui/chip';
import { Note } from '@/components/ui/states';
import { formatCount } from '@/lib/client/format';
import { isBeingAnswered, type TrialFailure, type TrialState } from '@/lib/client/editor/trial';
import type { PreviewRow } from '@/lib/plan/preview';
import type { PreviewPrompt } from '@/lib/plan/preview-prompt';
import { usePointing, valueOf } from '../pointing/pointed-value';
import { copyPrompt, FailureNote, PromptMessages, Tokens, Turn, type PromptMarks } from './prompt-messages';
import { RenderedConversation } from './rendered-conversation';

/** One planned row in full: every prompt that will be sent, what came of it, and what is made at the end. */
export function RenderedRow({
  row,
  trial,
  marks,
  onPromote,
}: {
  row: PreviewRow;
  trial: TrialState;
  marks: PromptMarks;
  /** An answer is to become an example in its own prompt; absent while the text is broken. */
  onPromote: ((prompt: PreviewPrompt, answer: string) => void) | undefined;
}) {
  const { store: pointed, goTo } = usePointing();
  const press = ({ target, clientY }: MouseEvent) => {
    const value = valueOf(target, clientY);
    if (value !== null) goTo(value.name);
  };
  const point = ({ target, clientY }: PointerEvent) => {
    const value = valueOf(target, clientY);
    pointed.setState(value === null ? null : { ...value, how: 'hover' }, true);
  };
  const rowFailures = trial.failures.filter(({ row: index }) => index === row.index);
  return (
    // The marks are a short cut for the pointer; the outline leads to the same places by keyboard.
    <div
      className="rendered"
      role="region"
      aria-label={`Row ${row.index}`}
      tabIndex={0}
      onClick={press}
      onPointerOver={point}
      onPointerLeave={() => pointed.setState(null, true)}
    >
      {row.rejection === null ? null : (
        <Note tone="warn">
          A run would reject this row: <code className="mono">{row.rejection.column}</code>{' '}
          {row.rejection.message} <span className="t3">({row.rejection.rule})</span>
        </Note>
      )}
      {row.problem === null ? null : (
        <Note tone="bad">
          This row fails before anything is asked, and another takes its place: {row.problem}
        </Note>
      )}
      {groupsOf(row.problem === null ? row.prompts : []).map(([prompt, ...more]) => {
        const { kind, attributeId } = prompt;
        const failures = rowFailures.filter((failure) => failure.attributeId === attributeId);
        const shown = { row, trial, marks, failures };
        return kind === 'conversation' ? (
          <RenderedConversation key={`${kind}-${attributeId}`} prompts={[prompt, ...more]} {...shown} />
        ) : (
          <RenderedPrompt key={`${kind}-${attributeId}`} prompt={prompt} onPromote={onPromote} {...shown} />
        );
      })}
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

/** Prompts with the others of their attribute, in order. */
function groupsOf(prompts: readonly PreviewPrompt[]): [PreviewPrompt, ...PreviewPrompt[]][] {
  const groups: [PreviewPrompt, ...PreviewPrompt[]][] = [];
  for (const prompt of prompts) {
    const last = groups.at(-1);
    const isSame = last?.[0].attributeId === prompt.attributeId && last[0].kind === prompt.kind;
    if (isSame) last.push(prompt);
    else groups.push([prompt]);
  }
  return groups;
}

function RenderedPrompt({
  row,
  prompt,
  trial,
  marks,
  onPromote,
  failures,
}: {
  row: PreviewRow;
  prompt: PreviewPrompt;
  trial: TrialState;
  marks: PromptMarks;
  onPromote: ((prompt: PreviewPrompt, answer: string) => void) | undefined;
  failures: readonly TrialFailure[];
}) {
  const { attributeId, answer } = prompt;
  const isCall = prompt.kind === 'generated';
  const isLive = isBeingAnswered(trial, { row: row.index, attributeId });
  const isWhole = prompt.pending.length === 0 && prompt.error === undefined;

  const head = (
    <>
      <KindMark kind={prompt.kind} />
      <b className="strong cut" dir="auto">
        {attributeId}
      </b>
    </>
  );
  if (prompt.isSkipped === true) {
    return (
      <section className="rendered-prompt" aria-label={attributeId}>
        <div className="row">
          {head}
          <span className="small t3">skipped in this row</span>
        </div>
      </section>
    );
  }
  return (
    <section className="rendered-prompt" aria-label={attributeId}>
      <div className="row">
        {head}
        <span className="small t3 num cut">
          {isCall ? `row ${formatCount(row.index)}` : 'after the answers, free'}
          {isCall && isWhole ? (
            <>
              {' · '}
              <Tokens prompt={prompt} />
            </>
          ) : null}
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
            onClick={() => copyPrompt(prompt)}
          >
            Copy
          </Button>
        ) : null}
      </div>
      <PromptMessages prompt={prompt} index={row.index} marks={marks} />
      {answer === undefined ? null : (
        <Turn who="answer">
          <span className={classNames('answer-text', isLive && 'live')}>{answer}</span>
          {onPromote === undefined || isLive ? null : (
            <Button
              look="ghost"
              size="small"
              icon={BookmarkPlus}
              className="promote"
              onClick={() => onPromote(prompt, answer)}
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
