import { Check, CircleAlert, Info, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Note } from '@/components/ui/states';
import type { LastTest, WireProvider } from '@/lib/api/model-wire';
import { formatAgo, formatCount, formatLatency, formatUsd } from '@/lib/client/format';
import { areInUse, limitWords, shortened } from './test-words';

/** What the last test learned, or in the provider's own words why it failed. */
export function TestCard({
  provider,
  isTesting,
  nowMs,
  about,
  onUseLimits,
}: {
  provider: WireProvider;
  isTesting: boolean;
  nowMs: number | null;
  /** What a test does and costs. */
  about: string;
  onUseLimits: () => void;
}) {
  const { name, last_test: test } = provider;
  return (
    <section className="card test-card" aria-labelledby="test" aria-live="polite" aria-busy={isTesting}>
      <div className="card-head">
        <h2 id="test">Last test</h2>
        <span className="right small t3">
          {isTesting
            ? 'Testing…'
            : test === null || nowMs === null
              ? ''
              : formatAgo(test.at, Math.max(nowMs, Date.parse(test.at)))}
        </span>
      </div>
      <div className="stack test-body">
        {test === null ? null : test.ok ? (
          <Worked test={test} />
        ) : (
          <Note tone="bad">
            <b className="strong">{name} gave no usable answer.</b>
            <br />
            <span className="small" dir="auto">
              {test.error?.message}
            </span>
            <span className="small t2">
              {test.error === undefined ? null : (
                <>
                  {' '}
                  <code className="mono">{test.error.code}</code>
                </>
              )}
              {test.latency_ms === null ? null : `, after ${formatLatency(test.latency_ms)}`}
            </span>
          </Note>
        )}
        {test?.stated_limits ? (
          <div className="row small stated-limits">
            <span className="t2 grow">
              <span dir="auto">{name}</span> allows this key {limitWords(test.stated_limits)}.
            </span>
            {areInUse(test.stated_limits, provider) ? (
              <span className="row tight ok">
                <Icon of={Check} size="s" />
                In use
              </span>
            ) : (
              <Button size="small" onClick={onUseLimits}>
                Use these limits
              </Button>
            )}
          </div>
        ) : null}
        <p className="small t3">{about}</p>
      </div>
    </section>
  );
}

function Worked({ test }: { test: LastTest }) {
  const { model, model_count: modelCount, latency_ms: latencyMs, answer, cost_usd: costUsd, learned } = test;
  return (
    <>
      <Note tone="ok">
        <b className="strong">
          {model ?? 'It'} answered{latencyMs === null ? '' : ` in ${formatLatency(latencyMs)}`}
        </b>
        {answer === undefined ? null : (
          <span className="small t2 test-answer">
            <span dir="auto">“{shortened(answer.text)}”</span>, {formatCount(answer.prompt_tokens)} tokens in,{' '}
            {formatCount(answer.completion_tokens)} out
            {costUsd === null
              ? ''
              : `, ${formatUsd(costUsd)}${learned === undefined ? '' : ' for all calls'}`}
          </span>
        )}
      </Note>
      <ul className="stack small learned">
        {answer === undefined ? (
          <Fact of={modelCount > 0 ? 'good' : 'odd'}>
            {modelCount === 0
              ? 'It lists no models'
              : `${formatCount(modelCount)} ${modelCount === 1 ? 'model' : 'models'} listed`}
          </Fact>
        ) : (
          <Fact of="good">Key accepted</Fact>
        )}
        {learned === undefined ? null : <LearnedFacts {...learned} />}
      </ul>
    </>
  );
}

function LearnedFacts({ json_schema: schema, temperature }: NonNullable<LastTest['learned']>) {
  return (
    <>
      {schema === 'held' ? <Fact of="good">Answers in JSON schema</Fact> : null}
      {schema === 'ignored' ? <Fact of="odd">Takes a JSON schema, but wrote something else</Fact> : null}
      {schema === 'refused' ? <Fact of="odd">Refuses a JSON schema</Fact> : null}
      {schema === null ? (
        <Fact of="plain">Its answer doesn’t tell whether it keeps to a JSON schema</Fact>
      ) : null}
      {temperature === 'free' ? <Fact of="good">Takes a temperature</Fact> : null}
      {temperature === 'fixed' ? <Fact of="plain">Temperature is fixed at 1</Fact> : null}
    </>
  );
}

const facts: Record<'good' | 'odd' | 'plain', { icon: LucideIcon; tone: string }> = {
  good: { icon: Check, tone: 'ok' },
  odd: { icon: CircleAlert, tone: 't3' },
  plain: { icon: Info, tone: 't3' },
};

function Fact({ of, children }: { of: keyof typeof facts; children: ReactNode }) {
  const { icon, tone } = facts[of];
  return (
    <li className="row">
      <span className={tone}>
        <Icon of={icon} size="m" />
      </span>
      {children}
    </li>
  );
}
