import { Check, CircleAlert } from 'lucide-react';
import { Icon } from '@/components/ui/icon';
import { Note } from '@/components/ui/states';
import { formatAgo, formatCount, formatLatency } from '@/lib/client/format';
import type { TestRecord } from '@/lib/client/provider-tests';

const mostNames = 6;
const longestAnswer = 80;

/** What the last test learned, or in the provider's own words why it failed. */
export function TestCard({
  test,
  isTesting,
  nowMs,
  name,
}: {
  test: TestRecord | undefined;
  isTesting: boolean;
  nowMs: number | null;
  name: string;
}) {
  return (
    <section className="card test-card" aria-labelledby="test" aria-live="polite" aria-busy={isTesting}>
      <div className="card-head">
        <h2 id="test">Last test</h2>
        <span className="right small t3">
          {isTesting
            ? 'Testing…'
            : test === undefined || nowMs === null
              ? ''
              : formatAgo(new Date(test.atMs).toISOString(), Math.max(nowMs, test.atMs))}
        </span>
      </div>
      <div className="stack test-body">
        {test === undefined ? (
          <p className="small t3">
            A test asks {name} once: does it answer, does it take the key, which models has it?
          </p>
        ) : test.result.ok ? (
          <Worked test={test} />
        ) : (
          <Note tone="bad">
            <b className="strong">{name} gave no usable answer.</b>
            <br />
            <span className="small" dir="auto">
              {test.result.error?.message}
            </span>
            <span className="small t2">
              {test.result.error === undefined ? null : (
                <>
                  {' '}
                  <code className="mono">{test.result.error.code}</code>
                </>
              )}
              {test.result.latency_ms === null ? null : `, after ${formatLatency(test.result.latency_ms)}`}
            </span>
          </Note>
        )}
      </div>
    </section>
  );
}

function Worked({ test: { result, model } }: { test: TestRecord }) {
  const { models, latency_ms: latencyMs, answer } = result;
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
          </span>
        )}
      </Note>
      <ul className="stack small learned">
        <li className="row">
          <span className="ok">
            <Icon of={Check} size="m" />
          </span>
          The address answers, the key is taken
        </li>
        {model === null ? (
          <li className="row">
            <span className={models.length > 0 ? 'ok' : 't3'}>
              <Icon of={models.length > 0 ? Check : CircleAlert} size="m" />
            </span>
            <span className="cut" title={models.join(', ')}>
              {models.length === 0
                ? 'It lists no models'
                : `${formatCount(models.length)} ${models.length === 1 ? 'model' : 'models'}: ${models.slice(0, mostNames).join(', ')}`}
            </span>
          </li>
        ) : null}
      </ul>
    </>
  );
}

function shortened(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > longestAnswer ? `${line.slice(0, longestAnswer)}…` : line;
}
