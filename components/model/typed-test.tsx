import { Note } from '@/components/ui/states';
import { formatCount, formatLatency, formatUsd } from '@/lib/client/format';
import type { TypedTest } from '@/lib/client/provider-tests';
import type { ProviderTest } from '@/lib/api/model-wire';
import { shortened } from './test-words';

/** How far the test of what was typed is, what it may cost, and what came of it. */
export function TypedTestNote({ step, host }: { step: TypedTest | null; host: string }) {
  if (step === null) return null;
  if (step.at === 'told') return <Told model={step.model} result={step.result} />;
  return (
    <p className="small t3" role="status">
      {step.at === 'listing'
        ? `${host} is asked for its models, which is free. One that doesn’t answer is given up after 20 seconds.`
        : `${step.model} is asked once, for at most ${formatUsd(step.mostUsd)}.`}
    </p>
  );
}

function Told({ model, result }: { model: string | null; result: ProviderTest }) {
  const { answer, latency_ms: latencyMs, cost_usd: costUsd, models, error } = result;
  if (!result.ok) {
    return (
      <Note tone="bad" live="alert">
        <b className="strong">The test failed.</b>{' '}
        <span dir="auto">{error?.message ?? 'It gave no usable answer.'}</span>
      </Note>
    );
  }
  if (answer === undefined) {
    return (
      <Note tone="ok" live="status">
        <b className="strong">
          {formatCount(models.length)} {models.length === 1 ? 'model' : 'models'} listed.
        </b>{' '}
        <span className="t2">No model was asked: the price of none is known.</span>
      </Note>
    );
  }
  return (
    <Note tone="ok" live="status">
      <b className="strong">
        {model} answered{latencyMs === null ? '' : ` in ${formatLatency(latencyMs)}`}.
      </b>{' '}
      <span className="t2">
        <span dir="auto">“{shortened(answer.text)}”</span>, {formatCount(answer.prompt_tokens)} tokens in,{' '}
        {formatCount(answer.completion_tokens)} out{costUsd === null ? '' : `, ${formatUsd(costUsd)}`}
      </span>
    </Note>
  );
}
