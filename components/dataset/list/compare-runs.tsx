'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { StatePill } from '@/components/ui/state-pill';
import type { WireReport } from '@/lib/api/report-wire';
import type { WireRun } from '@/lib/api/run-wire';
import {
  formatClock,
  formatCompact,
  formatCount,
  formatRate,
  formatShare,
  formatUsd,
} from '@/lib/client/format';
import { medianWords, useReport } from '@/lib/client/report';
import { runState } from '@/lib/client/run-words';
import { spentWords } from './spent-words';

type Compared = { run: WireRun; report: WireReport | null };
type Section = { title: string; figures: Figure[] };
type Figure = { name: string; of: (compared: Compared) => ReactNode };

/** Up to four datasets side by side, figure by figure. */
export function CompareRuns({
  runs,
  modelOf,
}: {
  runs: readonly WireRun[];
  modelOf: (run: WireRun) => string;
}) {
  const [first, second, third, fourth] = runs;
  // As many hooks whatever is compared: absent ones ask for nothing.
  const reports = [useReportOf(first), useReportOf(second), useReportOf(third), useReportOf(fourth)];
  const compared = runs.map((run, at): Compared => ({ run, report: reports[at] ?? null }));
  return (
    <div className="card compare">
      <table className="table" aria-label="Datasets compared">
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden-text">Figure</span>
            </th>
            {runs.map((run) => (
              <th scope="col" key={run.id}>
                <Link
                  className="cut"
                  href={`/datasets/${run.dataset_id}?tab=report`}
                  dir="auto"
                  title={run.name}
                >
                  {run.name}
                </Link>{' '}
                <span className="t3 num">run {run.id}</span>
              </th>
            ))}
          </tr>
        </thead>
        {sections(compared, modelOf).map(({ title, figures }) => (
          <tbody key={title}>
            <tr className="compare-title">
              <th scope="colgroup" colSpan={runs.length + 1}>
                <span>{title}</span>
              </th>
            </tr>
            {figures.map(({ name, of }) => (
              <tr key={name}>
                <th scope="row" className="cut" title={name}>
                  {name}
                </th>
                {compared.map((one) => (
                  <td className="num" key={one.run.id}>
                    {of(one) ?? <span className="t3">–</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function useReportOf(run: WireRun | undefined): WireReport | null {
  return useReport(run?.dataset_id ?? null, run !== undefined && runState(run).moves).data?.report ?? null;
}

function sections(compared: readonly Compared[], modelOf: (run: WireRun) => string): Section[] {
  const names = (of: (report: WireReport) => readonly string[]) => [
    ...new Set(compared.flatMap(({ report }) => (report === null ? [] : of(report)))),
  ];
  const all: Section[] = [
    {
      title: 'The run',
      figures: [
        { name: 'State', of: ({ run }) => <StatePill state={runState(run)} /> },
        { name: 'Model', of: ({ run }) => modelOf(run) },
        {
          name: 'Recipe version',
          of: ({ run }) => (run.recipe_version === null ? null : `v${run.recipe_version}`),
        },
        { name: 'Seed', of: ({ run }) => String(run.seed) },
        { name: 'Time', of: ({ run }) => timeOf(run) },
      ],
    },
    {
      title: 'Yield',
      figures: [
        {
          name: 'Accepted',
          of: ({ run }) => `${formatCount(run.progress.accepted)} of ${formatCount(run.num_samples)}`,
        },
        {
          name: 'Of all tried',
          of: ({ run: { progress } }) =>
            formatShare(progress.accepted + progress.spare, progress.generated + progress.failed),
        },
        { name: 'Rejected', of: ({ run }) => formatCount(run.progress.rejected) },
        { name: 'Failed', of: ({ run }) => formatCount(run.progress.failed) },
      ],
    },
    {
      title: 'Cost',
      figures: [
        { name: 'Spent', of: ({ run }) => spentWords(run) },
        {
          name: 'An accepted row',
          of: ({ run: { progress } }) =>
            progress.accepted === 0 || progress.cost_usd === 0
              ? null
              : formatUsd(progress.cost_usd / progress.accepted),
        },
        {
          name: 'Tokens a row',
          of: ({ run: { progress } }) =>
            progress.accepted === 0
              ? null
              : formatCompact(
                  Math.round((progress.prompt_tokens + progress.completion_tokens) / progress.accepted),
                ),
        },
        {
          name: 'Calls a row',
          of: ({ run: { progress } }) =>
            progress.accepted === 0 ? null : formatRate(progress.calls / progress.accepted),
        },
      ],
    },
    {
      title: 'Lengths, median characters',
      figures: names(({ lengths }) => lengths.map(({ column }) => column)).map((column) => ({
        name: column,
        of: ({ report }) => {
          const found = report?.lengths.find((one) => one.column === column);
          return found === undefined ? null : medianWords(found.median);
        },
      })),
    },
    {
      title: 'Balance, values beyond chance',
      figures: names(({ balance }) => balance.map(({ name }) => name)).map((name) => ({
        name,
        of: ({ report }) => {
          const found = report?.balance.find((one) => one.name === name);
          if (found === undefined) return null;
          const beyond = found.values.filter(({ within_chance: within }) => !within).length;
          return `${formatCount(beyond)} of ${formatCount(found.values.length)}`;
        },
      })),
    },
  ];
  return all.filter(({ figures }) => figures.length > 0);
}

function timeOf({ started_at: started, ended_at: ended }: WireRun): string | null {
  return started === null || ended === null
    ? null
    : formatClock((Date.parse(ended) - Date.parse(started)) / 1000);
}
