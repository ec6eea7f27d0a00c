import Link from 'next/link';
import { ButtonLink } from '@/components/ui/button';
import type { WireReport } from '@/lib/api/report-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { formatCompact, formatRate, formatShare, formatUsd } from '@/lib/client/format';
import { rowsAddress, withReusedAnswers } from '@/lib/client/report';
import { endpointsOf, modelsWithoutPrice } from '@/lib/client/run-words';
import { Bar, ShareTable } from './share-table';

/** What an accepted row takes: money, calls, tokens; and what went into rows that were lost. */
export function CostCard({
  datasetId,
  run,
  report,
}: {
  datasetId: number;
  run: WireRun;
  report: WireReport;
}) {
  const { costs, rows } = report;
  const unpriced = modelsWithoutPrice(run).length;
  const hasPrice = endpointsOf(run).length > unpriced;
  const spent = costs.own.cost_usd;
  const behind = costs.by_attribute.reduce((sum, { cost_usd: usd }) => sum + usd, 0);
  const allTokens = costs.by_attribute.reduce(
    (sum, one) => sum + one.prompt_tokens + one.completion_tokens,
    0,
  );
  // Of several models one may have no price: what it took is in no sum.
  const money = (usd: number) =>
    hasPrice ? `${unpriced > 0 ? 'at least ' : ''}${formatUsd(usd)}` : 'no price known';
  const a = (total: number) => (rows.accepted === 0 ? 0 : total / rows.accepted);
  const facts = [
    {
      name: 'An accepted row',
      value: rows.accepted === 0 ? '–' : money(a(spent)),
      more: 'all that this run paid, by accepted rows',
      href: rowsAddress(datasetId, {}),
    },
    ...(['rejected', 'failed'] as const).map((status) => ({
      name: status === 'rejected' ? 'Spent on rejected rows' : 'Spent on failed rows',
      value: hasPrice
        ? money(costs.by_status[status].cost_usd)
        : `${formatCompact(costs.by_status[status].prompt_tokens + costs.by_status[status].completion_tokens)} tokens`,
      more: `${formatShare(
        costs.by_status[status].prompt_tokens + costs.by_status[status].completion_tokens,
        costs.own.prompt_tokens + costs.own.completion_tokens,
      )} of all tokens`,
      href: rowsAddress(datasetId, { status }),
    })),
    {
      name: 'Reused answers',
      value: formatCompact(costs.reused.calls),
      more:
        costs.reused.calls === 0
          ? 'none from earlier runs'
          : hasPrice
            ? `saved ${formatUsd(costs.reused.cost_usd)}`
            : 'asked in earlier runs',
      href: rowsAddress(datasetId, {
        status: 'all',
        filter: [withReusedAnswers],
      }),
    },
  ];
  return (
    <section className="card" aria-labelledby="report-cost">
      <div className="card-head">
        <h2 id="report-cost">Cost a row</h2>
        {hasPrice && unpriced === 0 ? null : (
          <span className="right">
            <ButtonLink look="link" href="/models">
              Set price
            </ButtonLink>
          </span>
        )}
      </div>
      <dl className="report-facts">
        {facts.map(({ name, value, more, href }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Link href={href} className="big num">
                {value}
              </Link>
              <span className="small t3 num">{more}</span>
            </dd>
          </div>
        ))}
      </dl>
      {costs.by_attribute.length === 0 ? null : (
        <div className="report-part">
          <ShareTable
            label="What a row takes, by attribute"
            names="Attribute"
            columns={['Calls', 'Tokens in', 'Tokens out', 'Cost'].map((title) => ({ title }))}
            rows={costs.by_attribute.map((entry) => {
              const tokens = entry.prompt_tokens + entry.completion_tokens;
              const share =
                hasPrice && behind > 0 ? entry.cost_usd / behind : tokens / Math.max(1, allTokens);
              return {
                key: entry.attribute_id,
                name: entry.attribute_id,
                isMono: true,
                bar: <Bar share={share} tone="generated" />,
                figures: [
                  formatRate(a(entry.calls)),
                  formatCompact(Math.round(a(entry.prompt_tokens))),
                  formatCompact(Math.round(a(entry.completion_tokens))),
                  hasPrice ? formatUsd(a(entry.cost_usd)) : '–',
                ],
              };
            })}
          />
        </div>
      )}
    </section>
  );
}
