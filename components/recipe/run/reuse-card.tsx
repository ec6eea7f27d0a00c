'use client';

import { Toggle } from '@/components/ui/field';
import type { WireReuse } from '@/lib/api/run-wire';
import { formatCount, formatUsd } from '@/lib/client/format';
import { reuseWords } from './reuse-words';

/** What was paid for before: how much of it the run takes over, and why not the rest. */
export function ReuseCard({
  reuse,
  onChange,
  count,
  facts,
  savedUsd,
}: {
  reuse: boolean;
  onChange: (reuse: boolean) => void;
  count: number;
  /** Absent when the journal is too large to be looked through. */
  facts: WireReuse | undefined;
  savedUsd: number | null;
}) {
  const words =
    facts === undefined
      ? {
          title: `Reuse ${formatCount(count)} ${count === 1 ? 'answer' : 'answers'}`,
          details: ['Same seed, same prompts, same model: taken over from earlier tries and runs.'],
        }
      : reuseWords(facts);
  const isAny = count > 0;
  return (
    <section aria-labelledby="reuse-title">
      <h3 id="reuse-title" className="part-title">
        Answers already paid for
      </h3>
      <div className="card reuse-card">
        {isAny ? <Toggle on={reuse} onChange={onChange} label="Reuse answers" /> : null}
        <span className="grow">
          <b className="strong">{reuse || !isAny ? words.title : `${words.title}: no`}</b>
          <br />
          <span className="small t2">
            {reuse || !isAny ? words.details.join(' ') : 'Everything is asked again, and paid for again.'}
          </span>
        </span>
        {savedUsd === null || savedUsd === 0 || !reuse ? null : (
          <span className="num ok strong">saves {formatUsd(savedUsd)}</span>
        )}
      </div>
    </section>
  );
}
