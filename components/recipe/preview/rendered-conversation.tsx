'use client';

import { ChevronRight, Copy } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import { IconButton } from '@/components/ui/button';
import { KindMark } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import { ToolCalls } from '@/components/ui/tool-use';
import { formatCount } from '@/lib/client/format';
import { nameOfStep } from '@/lib/client/step-name';
import { isBeingAnswered, type TrialFailure, type TrialState } from '@/lib/client/editor/trial';
import type { ToolDefinition } from '@/lib/llm/message';
import type { PreviewRow } from '@/lib/plan/preview';
import type { PreviewPrompt } from '@/lib/plan/preview-prompt';
import { copyPrompt, FailureNote, PromptMessages, Tokens, Turn, type PromptMarks } from './prompt-messages';

/** A conversation that is planned: the call for its plan and one for each message, each with its prompt behind a press. */
export function RenderedConversation({
  row,
  prompts,
  trial,
  marks,
  failures,
}: {
  row: PreviewRow;
  prompts: readonly [PreviewPrompt, ...PreviewPrompt[]];
  trial: TrialState;
  marks: PromptMarks;
  failures: readonly TrialFailure[];
}) {
  const { attributeId } = prompts[0];
  const turns = (prompts.filter(({ step }) => !step.includes('/')).length - 1) / 2;
  return (
    <section className="rendered-prompt" aria-label={attributeId}>
      <div className="row">
        <KindMark kind="conversation" />
        <b className="strong cut" dir="auto">
          {attributeId}
        </b>
        <span className="small t3 num">
          row {formatCount(row.index)} · {formatCount(turns)} {turns === 1 ? 'turn' : 'turns'},{' '}
          {formatCount(prompts.length)} calls
        </span>
      </div>
      {prompts.map((prompt) => (
        <Call key={prompt.step} row={row} prompt={prompt} trial={trial} marks={marks} />
      ))}
      {failures.map((failure) => (
        <FailureNote key={failure.code + failure.message} failure={failure} />
      ))}
    </section>
  );
}

/** The first message of each speaker tells most; all others are a press away. */
const shownSteps = ['turn:1', 'turn:2'];

function Call({
  row,
  prompt,
  trial,
  marks,
}: {
  row: PreviewRow;
  prompt: PreviewPrompt;
  trial: TrialState;
  marks: PromptMarks;
}) {
  const { step, attributeId, answer } = prompt;
  const { name, who } = nameOfStep(step);
  const isWhole = prompt.pending.length === 0 && prompt.error === undefined;
  const isLive = isBeingAnswered(trial, { row: row.index, attributeId, step });
  return (
    <>
      <details className="fold call" open={shownSteps.includes(step) || undefined}>
        <summary>
          <Icon of={ChevronRight} size="m" />
          <b className="strong">{name}</b>
          <span className="t3 small num grow">
            {isWhole ? (
              <Tokens prompt={prompt} />
            ) : prompt.error === undefined ? (
              'waits for what comes before'
            ) : (
              'can’t be written'
            )}
          </span>
        </summary>
        <div className="fold-body">
          <PromptMessages prompt={prompt} index={row.index} marks={marks} />
          {prompt.tools === undefined ? null : <OfferedTools tools={prompt.tools} />}
          {isWhole ? (
            <div className="row">
              <IconButton
                icon={Copy}
                size="small"
                label={`Copy the prompt of ${name}`}
                onClick={() => copyPrompt(prompt)}
              />
            </div>
          ) : null}
        </div>
      </details>
      {answer === undefined ? null : (
        <Turn who={who}>
          <span className={classNames('answer-text', isLive && 'live')}>{answer}</span>
          {prompt.calls === undefined ? null : <ToolCalls calls={prompt.calls} />}
        </Turn>
      )}
    </>
  );
}

/** The tools that go with a question, as they are sent. */
function OfferedTools({ tools }: { tools: readonly ToolDefinition[] }) {
  return (
    <details className="fold">
      <summary>
        <Icon of={ChevronRight} size="m" />
        <span className="small grow">
          Offers {tools.length === 1 ? 'the tool' : 'the tools'}{' '}
          <span className="mono">{tools.map(({ name }) => name).join(', ')}</span>
        </span>
      </summary>
      <pre className="mono small">{JSON.stringify(tools, null, 2)}</pre>
    </details>
  );
}
