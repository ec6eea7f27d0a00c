import { ButtonLink, Button } from '@/components/ui/button';
import { Dot } from '@/components/ui/pill';
import type { WireRun } from '@/lib/api/run-wire';
import { formatCount, formatRows } from '@/lib/client/format';
import { failureWords, runActions } from '@/lib/client/run-words';

/** Where the rows went that were not accepted: causes, largest first, each with its way out. */
export function Causes({
  run,
  retrying,
  onRetry,
  onShowRow,
}: {
  run: WireRun;
  retrying: boolean;
  onRetry: (code: string) => void;
  onShowRow: (status: 'failed' | 'rejected', row: number) => void;
}) {
  const { failures, rejections, failed, rejected } = run.progress;
  const bySize = <T extends { count: number }>(groups: readonly T[]) =>
    [...groups].sort((a, b) => b.count - a.count);
  return (
    <section className="card" aria-labelledby="why">
      <div className="card-head">
        <h2 id="why">Where the others went</h2>
        <span className="right small t3 num">{formatRows(failed + rejected)}</span>
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
          <>
            <CauseTitle tone="warn" count={rejected}>
              Rejected by your rules
            </CauseTitle>
            {bySize(rejections).map(({ rule, count, example_row: row }) => (
              <Cause key={rule} count={count} title={rule} more={`row ${formatCount(row)}`}>
                <Button size="small" onClick={() => onShowRow('rejected', row)}>
                  See rows
                </Button>
              </Cause>
            ))}
          </>
        ) : null}
        {failed > 0 ? (
          <>
            <CauseTitle tone="bad" count={failed}>
              Failed
            </CauseTitle>
            {bySize(failures).map(({ code, message, count, example_row: row }) => (
              <Cause
                key={`${code} ${message}`}
                count={count}
                title={failureWords(code).title}
                more={moreWords(code, message, row)}
              >
                <Button size="small" onClick={() => onShowRow('failed', row)}>
                  See rows
                </Button>
                <CauseAction run={run} code={code} retrying={retrying} onRetry={onRetry} />
              </Cause>
            ))}
          </>
        ) : null}
      </div>
    </section>
  );
}

/** The provider's words, unless they only say the title again. */
function moreWords(code: string, message: string, row: number): string {
  const says = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, '');
  const { title } = failureWords(code);
  return message === '' || says(message) === says(title) ? `first in row ${formatCount(row)}` : message;
}

function CauseAction({
  run,
  code,
  retrying,
  onRetry,
}: {
  run: WireRun;
  code: string;
  retrying: boolean;
  onRetry: (code: string) => void;
}) {
  const { remedy } = failureWords(code);
  if (remedy === 'models') {
    return (
      <ButtonLink size="small" href="/models">
        Models
      </ButtonLink>
    );
  }
  if (remedy === 'recipe' && run.recipe_id !== null) {
    return (
      <ButtonLink size="small" href={`/recipes/${run.recipe_id}`}>
        Open recipe
      </ButtonLink>
    );
  }
  if (!runActions(run).hasEnded) return null;
  return (
    <Button size="small" busy={retrying} onClick={() => onRetry(code)}>
      Retry
    </Button>
  );
}

function CauseTitle({ tone, count, children }: { tone: 'warn' | 'bad'; count: number; children: string }) {
  return (
    <div className="cause-title">
      <Dot tone={tone} />
      {children}
      <span className="right num">{formatCount(count)}</span>
    </div>
  );
}

function Cause(props: { count: number; title: string; more: string; children: React.ReactNode }) {
  return (
    <div className="cause">
      <span className="n">{formatCount(props.count)}</span>
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
