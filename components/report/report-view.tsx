'use client';

import { Button } from '@/components/ui/button';
import { EmptyState, Note, Skeleton } from '@/components/ui/states';
import type { WireReport } from '@/lib/api/report-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { messageOf } from '@/lib/client/api';
import { useDataset } from '@/lib/client/datasets';
import { formatRows } from '@/lib/client/format';
import { asOfWords, useReport, workingWords } from '@/lib/client/report';
import { runState } from '@/lib/client/run-words';
import { useRun } from '@/lib/client/runs';
import { BalanceCard } from './balance-card';
import { CombinationsCard } from './combinations-card';
import { CostCard } from './cost-card';
import { DuplicatesCard } from './duplicates-card';
import { LengthsCard } from './lengths-card';
import { MarksCard } from './marks-card';
import './report.css';
import { YieldCard } from './yield-card';

/** The Report tab: what the rows are like, against what the recipe asked for. */
export function ReportView({ datasetId }: { datasetId: number }) {
  const dataset = useDataset(datasetId).data;
  const run = useRun(dataset?.run_id ?? 0).data;
  const moves = run !== undefined && runState(run).moves;
  const answer = useReport(datasetId, moves);
  if (answer.isError && answer.data === undefined) {
    return (
      <Note
        tone="bad"
        live="alert"
        action={
          <Button size="small" onClick={() => void answer.refetch()}>
            Try again
          </Button>
        }
      >
        {messageOf(answer.error)}
      </Note>
    );
  }
  const report = answer.data?.report;
  if (run === undefined || answer.data === undefined || !report) {
    const working = answer.data?.working;
    return (
      <div className="report" aria-busy>
        <p className="report-head small t2 num">{working ? workingWords(working) : null}</p>
        <Skeleton width="100%" height={280} />
        <Skeleton width="100%" height={220} />
      </div>
    );
  }
  return (
    <ReportCards
      datasetId={datasetId}
      run={run}
      report={report}
      head={`${formatRows(report.rows.accepted)} accepted${asOfWords(answer.data, moves)}`}
    />
  );
}

function ReportCards({
  datasetId,
  run,
  report,
  head,
}: {
  datasetId: number;
  run: WireRun;
  report: WireReport;
  head: string;
}) {
  if (report.rows.accepted + report.rows.rejected + report.rows.failed === 0) {
    return (
      <EmptyState title="Nothing to report yet">
        {runState(run).moves
          ? 'The report begins with the first rows, a few seconds after the start.'
          : 'This run made no rows.'}
      </EmptyState>
    );
  }
  return (
    <div className="report">
      <p className="report-head small t2 num">{head}</p>
      {report.balance.length === 0 ? null : <BalanceCard datasetId={datasetId} balance={report.balance} />}
      {report.combinations.length === 0 ? null : (
        <CombinationsCard datasetId={datasetId} combinations={report.combinations} />
      )}
      {report.lengths.length === 0 ? null : (
        <LengthsCard datasetId={datasetId} lengths={report.lengths} balance={report.balance} />
      )}
      {report.near_duplicates === null ? null : (
        <DuplicatesCard
          datasetId={datasetId}
          accepted={report.rows.accepted}
          duplicates={report.near_duplicates}
        />
      )}
      <MarksCard datasetId={datasetId} marks={report.marks} />
      <YieldCard datasetId={datasetId} run={run} report={report} />
      <CostCard datasetId={datasetId} run={run} report={report} />
    </div>
  );
}
