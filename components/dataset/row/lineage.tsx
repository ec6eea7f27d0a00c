'use client';

import { ChevronRight, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';
import { Chip, kindTint, type ThreadKind } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import { ToolCalls } from '@/components/ui/tool-use';
import type { LineageCall, LineageEntry, WireColumn, WireRowWithLineage } from '@/lib/api/dataset-wire';
import { formatCount, formatLatency, formatMoment, formatUsd } from '@/lib/client/format';
import { markKey, type MarkedMessage, type MarkedPrompts } from '@/lib/client/prompt-marks';
import type { SampledValues } from '@/lib/client/recipe-version';
import { nameOfStep } from '@/lib/client/step-name';
import { LongText, ValueView } from './value-view';

const byHand = 'edited by hand';

type LineageProps = {
  row: WireRowWithLineage;
  column: WireColumn;
  columns: readonly WireColumn[];
  sampled: SampledValues;
  prompts: MarkedPrompts;
  seed: number;
  onColumn: (column: string) => void;
};

/** Why a cell is as it is: the answer and its facts, the prompt behind it, or how it was drawn or made. */
export function Lineage(props: LineageProps) {
  const { row, column, columns } = props;
  const entry =
    row.lineage.find(({ attribute_id: id }) => id === column.name) ??
    // A column that post-processing made belongs to the answer whose id it extends.
    row.lineage.find(({ attribute_id: id, answer }) => answer !== undefined && column.name.startsWith(id));
  const value = row.values[column.name];
  if (column.kind === 'sampled') return <Drawn {...props} />;
  const isByHand = isEdited(row, column);
  const isAsked = entry?.messages !== undefined || entry?.calls !== undefined;
  const isMade = column.kind === 'transformed' || !isAsked;
  return (
    <>
      {isByHand ? (
        <Part title="Value" aside={byHand}>
          <ValueView value={value} />
        </Part>
      ) : entry?.answer === undefined ? (
        <Part
          title="Value"
          aside={column.kind === 'transformed' ? 'made from other values, free' : undefined}
        >
          <ValueView value={value} />
        </Part>
      ) : null}
      {entry?.answer === undefined ? null : (
        <Part
          title={isByHand ? 'The model’s answer' : 'Answer'}
          aside={
            isByHand || entry.answer === value
              ? 'as it came, nothing cut'
              : 'as it came; the row holds a cut of it'
          }
        >
          <div className="answer" dir="auto">
            <LongText text={entry.answer} />
          </div>
        </Part>
      )}
      {entry !== undefined && !isMade ? <Facts entry={entry} row={row} /> : null}
      <Chain entry={entry} {...props} names={new Set(columns.map(({ name }) => name))} />
      {entry?.messages === undefined ? null : (
        <Prompt messages={entry.messages} marked={props.prompts.get(markKey(entry.attribute_id))} />
      )}
      {entry?.calls === undefined ? null : (
        <Calls entry={entry} calls={entry.calls} prompts={props.prompts} />
      )}
    </>
  );
}

function isEdited({ edited = [] }: WireRowWithLineage, { name }: WireColumn): boolean {
  return edited.includes(name);
}

function Drawn({ row, column, sampled, seed }: LineageProps) {
  const value = row.values[column.name];
  // What a sampler made is a number, a boolean or an object too.
  const id = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const facts = sampled.get(column.name)?.get(id);
  return (
    <>
      <Part title="Value" aside={isEdited(row, column) ? byHand : undefined}>
        <div className="prompt">
          <span dir="auto">
            <b className="strong">{facts?.name ?? id}</b>
          </span>
          {facts === undefined ? null : (
            <span className="t2" dir="auto">
              {facts.description}
            </span>
          )}
        </div>
      </Part>
      <dl className="facts">
        {facts === undefined ? null : (
          <Fact name="Id">
            <span className="mono">{id}</span>
          </Fact>
        )}
        <Fact name="Drawn by">chance</Fact>
        <Fact name="Seed">
          <span className="mono">
            {seed}/{row.index}
          </span>
        </Fact>
      </dl>
      <p className="small t3">
        The same seed draws the same value for this row, whatever else the recipe says.
      </p>
    </>
  );
}

function Facts({ entry, row }: { entry: LineageEntry; row: WireRowWithLineage }) {
  const failed = entry.attempts ?? [];
  const waitedMs = failed.reduce((sum, { waited_ms: ms }) => sum + ms, 0);
  return (
    <>
      <dl className="facts">
        <Fact name="Model">
          <span className="cut" title={entry.model}>
            {entry.model ?? '–'}
          </span>
        </Fact>
        <Fact name="Cost">
          {entry.cost_usd === undefined ? '–' : entry.cost_usd === 0 ? 'free' : formatUsd(entry.cost_usd)}
        </Fact>
        <Fact name="Took">{entry.latency_ms === undefined ? '–' : formatLatency(entry.latency_ms)}</Fact>
        <Fact name="Tokens in">
          {entry.prompt_tokens === undefined ? '–' : formatCount(entry.prompt_tokens)}
        </Fact>
        <Fact name="Tokens out">
          {entry.completion_tokens === undefined ? '–' : formatCount(entry.completion_tokens)}
        </Fact>
        <Fact name="Ended">{entry.finish_reason ?? '–'}</Fact>
        <Fact name="Tries">
          {failed.length + 1}
          {failed.length === 0 ? null : <span className="t3 small"> waited {formatLatency(waitedMs)}</span>}
        </Fact>
        <Fact name="Row">{formatCount(row.index)}</Fact>
        <Fact name={entry.reused === true ? 'Reused, from' : 'At'}>
          {entry.at === undefined ? '–' : formatMoment(entry.at)}
        </Fact>
      </dl>
      <Tries attempts={failed} />
    </>
  );
}

function Tries({ attempts }: { attempts: NonNullable<LineageCall['attempts']> }) {
  if (attempts.length === 0) return null;
  return (
    <Part title="Tries before this answer">
      <ol className="tries small">
        {attempts.map((attempt, at) => (
          <li key={at} className="row">
            <code className="mono bad">{attempt.code}</code>
            <span className="cut t2" title={attempt.message} dir="auto">
              {attempt.message}
            </span>
            <span className="right t3 num">waited {formatLatency(attempt.waited_ms)}</span>
          </li>
        ))}
      </ol>
    </Part>
  );
}

/** The values that went into this one, when its prompt says so. */
function Chain({
  entry,
  columns,
  prompts,
  onColumn,
  names,
}: LineageProps & { entry: LineageEntry | undefined; names: ReadonlySet<string> }) {
  const steps = entry?.calls?.map(({ step }) => step) ?? [undefined];
  const marked = steps.flatMap((step) =>
    entry === undefined ? [] : (prompts.get(markKey(entry.attribute_id, step)) ?? []),
  );
  const used = new Set(
    marked.flatMap(({ segments }) =>
      segments.flatMap((segment) => (segment.type === 'value' ? [segment.name] : [])),
    ),
  );
  // A conversation is not made from itself, its plan or the numbers of its messages.
  if (entry?.calls !== undefined) {
    for (const name of used) {
      const isOwn = name === entry.attribute_id || name === `${entry.attribute_id}_plan`;
      if (isOwn || !names.has(name)) used.delete(name);
    }
  }
  if (used.size === 0) return null;
  return (
    <dl className="chain">
      <dt>Made from</dt>
      <dd>
        {[...used].map((name) => {
          const kind: ThreadKind = columns.find((column) => column.name === name)?.kind ?? 'unknown';
          return names.has(name) ? (
            <button key={name} type="button" className="chip-button" onClick={() => onColumn(name)}>
              <Chip kind={kind}>{name}</Chip>
            </button>
          ) : (
            <Chip key={name} kind={kind}>
              {name}
            </Chip>
          );
        })}
      </dd>
    </dl>
  );
}

/** The calls of a value that took several, each with its prompt behind a press. */
function Calls({
  entry: { attribute_id: id },
  calls,
  prompts,
}: {
  entry: LineageEntry;
  calls: readonly LineageCall[];
  prompts: MarkedPrompts;
}) {
  return (
    <Part title={`${formatCount(calls.length)} ${calls.length === 1 ? 'call' : 'calls'}`}>
      {calls.map((call) => (
        <details key={call.step} className="fold call">
          <summary>
            <Icon of={ChevronRight} size="m" />
            <b className="strong">{nameOfStep(call.step).name}</b>
            <span className="t2 cut grow" dir="auto">
              {call.answer === undefined ? 'no answer' : call.answer || calledWords(call)}
            </span>
            <span className="t3 small num">{callFacts(call)}</span>
          </summary>
          <div className="fold-body">
            {call.answer === undefined ? null : (
              <div className="answer" dir="auto">
                <LongText text={call.answer} />
                <ToolCalls calls={call.tool_calls ?? []} />
              </div>
            )}
            <Tries attempts={call.attempts ?? []} />
            {call.messages === undefined ? null : (
              <Prompt messages={call.messages} marked={prompts.get(markKey(id, call.step))} />
            )}
          </div>
        </details>
      ))}
    </Part>
  );
}

/** What an answer without words does. */
function calledWords({ tool_calls: calls = [] }: LineageCall): string {
  return calls.length === 0 ? 'said nothing' : `calls ${calls.map(({ name }) => name).join(', ')}`;
}

function callFacts({ prompt_tokens: sent, completion_tokens: written, latency_ms: ms, reused }: LineageCall) {
  const tokens =
    sent === undefined || written === undefined
      ? []
      : [`${formatCount(sent)} + ${formatCount(written)} tokens`];
  const took = ms === undefined ? [] : [formatLatency(ms)];
  return [...tokens, ...took, ...(reused === true ? ['reused'] : [])].join(' · ');
}

function Prompt({
  messages,
  marked,
}: {
  messages: NonNullable<LineageCall['messages']>;
  marked: readonly MarkedMessage[] | undefined;
}) {
  const copy = () => {
    void copyText(messages.map(({ role, content }) => `${role}: ${content}`).join('\n\n'), 'Prompt copied');
  };
  return (
    <Part
      title="Prompt"
      aside={
        <Button look="ghost" size="small" icon={Copy} onClick={copy}>
          Copy
        </Button>
      }
    >
      <div className="prompt">
        {messages.map(({ role, content, tool_calls: calls = [] }, at) => (
          <div key={at} className="turn">
            <span className="who">{role}</span>
            <span className="said" dir="auto">
              {marked === undefined ? <LongText text={content} /> : <Marked message={marked[at]} />}
              <ToolCalls calls={calls} />
            </span>
          </div>
        ))}
      </div>
    </Part>
  );
}

function Marked({ message }: { message: MarkedMessage | undefined }) {
  return message?.segments.map((segment, at) =>
    segment.type === 'value' ? (
      <mark key={at} className={kindTint(segment.kind)} title={`${segment.field}, ${segment.kind}`}>
        <span className="hidden-text">
          {segment.name}, {segment.kind}:{' '}
        </span>
        {segment.text}
      </mark>
    ) : segment.type === 'text' ? (
      segment.text
    ) : null,
  );
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="stack part">
      <div className="row part-head">
        <h3>{title}</h3>
        <span className="right small t3">{aside}</span>
      </div>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="cut">{children}</dd>
    </div>
  );
}
