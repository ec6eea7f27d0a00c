import { Button } from '@/components/ui/button';
import { Dot } from '@/components/ui/pill';
import type { WireRun } from '@/lib/api/run-wire';
import { useRowReasons } from '@/lib/client/datasets';
import { formatCount, formatRows } from '@/lib/client/format';
import type { RowsPlace } from '@/lib/client/report';
import { failureWords, ruleWords } from '@/lib/client/run-words';
import { CauseAction, type CauseActions } from './cause-action';

/** Where the rows went that were not accepted: causes, largest first, each with its way out. */
export function Causes({
  run,
  rules,
  actions,
  onOpen,
}: {
  run: WireRun;
  /** What the rules of the recipe hold against a row. */
  rules: ReadonlyMap<string, string>;
  actions: CauseActions;
  onOpen: (place: RowsPlace) => void;
}) {
  const { failures, failed, rejected } = run.progress;
  const rejections = bySize(run.progress.rejections);
  const reasons = useRowReasons(
    run.dataset_id,
    rejections.map(({ example_row: row }) => row),
  );
  return (
    <section className="card" aria-labelledby="why">
      <div className="card-head">
        <h2 id="why">Where the others went</h2>
        <span className="right small t3 num">
          {failed + rejected === 0 ? (
            formatRows(0)
          ) : (
            <button
              type="button"
              className="opens"
              onClick={() =>
                onOpen({
                  status: 'all',
                  filter: [{ column: '@status', op: 'in', value: ['rejected', 'failed'] }],
                })
              }
            >
              {formatRows(failed + rejected)}
            </button>
          )}
        </span>
      </div>
      <div className="causes">
        {failed + rejected === 0 ? (
          <p className="card-empty t3">
            {run.progress.accepted === 0
              ? 'Rows that fail or are rejected are listed here with the reason.'
              : 'Nowhere: every row was accepted.'}
          </p>
        ) : null}
        {rejected > 0 ? (
          <CauseGroup
            tone="warn"
            title="Rejected by your rules"
            count={rejected}
            onOpen={() => onOpen({ status: 'rejected' })}
          >
            {rejections.map(({ rule, count, example_row: row }, at) => (
              <CauseLine
                key={rule}
                count={count}
                title={ruleWords(rule, rules)}
                more={exampleWords(row, reasons[at])}
                onShow={() => actions.onShowRows({ status: 'rejected', code: rule })}
              >
                <Button
                  size="small"
                  look="ghost"
                  onClick={() => actions.onShowRows({ status: 'rejected', code: rule, row })}
                >
                  Example
                </Button>
                <Button size="small" onClick={() => actions.onShowRows({ status: 'rejected', code: rule })}>
                  See rows
                </Button>
              </CauseLine>
            ))}
          </CauseGroup>
        ) : null}
        {failed > 0 ? (
          <CauseGroup tone="bad" title="Failed" count={failed} onOpen={() => onOpen({ status: 'failed' })}>
            {bySize(failures).map(({ code, message, count, example_row: row }) => (
              <CauseLine
                key={`${code} ${message}`}
                count={count}
                title={failureWords(code, run, message).title}
                more={moreWords(run, { code, message, row })}
                onShow={() => actions.onShowRows({ status: 'failed', code })}
              >
                <CauseAction run={run} cause={{ code, message, count, row }} actions={actions} />
              </CauseLine>
            ))}
          </CauseGroup>
        ) : null}
      </div>
    </section>
  );
}

function bySize<Group extends { count: number }>(groups: readonly Group[]): Group[] {
  return [...groups].sort((a, b) => b.count - a.count);
}

/** What was found in the first row of a rule. */
function exampleWords(row: number, reason: string | undefined): string {
  return reason === undefined || reason === ''
    ? `first in row ${formatCount(row)}`
    : `row ${formatCount(row)} ${reason}`;
}

/** The provider's words, unless they only say the title again. */
function moreWords(
  run: WireRun,
  { code, message, row }: { code: string; message: string; row: number },
): string {
  const says = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, '');
  const { title } = failureWords(code, run, message);
  return message === '' || says(message) === says(title) ? `first in row ${formatCount(row)}` : message;
}

function CauseGroup(props: {
  tone: 'warn' | 'bad';
  title: string;
  count: number;
  onOpen: () => void;
  children: React.ReactNode;
}) {
  return (
    <>
      <h3 className="cause-title">
        <Dot tone={props.tone} />
        {props.title}
        <button type="button" className="right num opens" onClick={props.onOpen}>
          <span className="hidden-text">Show all: </span>
          {formatCount(props.count)}
        </button>
      </h3>
      {props.children}
    </>
  );
}

function CauseLine(props: {
  count: number;
  title: string;
  more: string;
  onShow: () => void;
  children: React.ReactNode;
}) {
  return (
    <div className="cause">
      <button
        type="button"
        className="n opens"
        aria-label={`${formatRows(props.count)}: ${props.title}. Show them`}
        onClick={props.onShow}
      >
        {formatCount(props.count)}
      </button>
      <span className="cut">
        <span className="cut cause-name">{props.title}</span>
        <span className="cut small t3 cause-more" title={props.more} dir="auto">
          {props.more}
        </span>
      </span>
      <span className="row tight">{props.children}</span>
    </div>
  );
}
