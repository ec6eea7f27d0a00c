'use client';

import { useMemo, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { formatCount } from '@/lib/client/format';
import { diffTexts, type DiffLine, type DiffPart, type DiffRow } from '@/lib/client/versions/text-diff';

/** Two texts side by side; one above the other on a phone. */
export function TextDiff({ before, after }: { before: string; after: string }) {
  const rows = useMemo(() => diffTexts(before, after), [before, after]);
  return (
    <div className="text-diff mono" role="region" aria-label="Differences of the texts" tabIndex={0}>
      {rows.map((row, at) => (
        <Row key={at} row={row} />
      ))}
    </div>
  );
}

function Row({ row }: { row: DiffRow }) {
  if (row.kind === 'fold') return <Fold of={row.of} rows={row.rows} />;
  return (
    <div className={`diff-row ${row.kind}`}>
      <Side line={row.left} tone={row.kind === 'changed' ? 'gone' : null} words="was" />
      <Side line={row.right} tone={row.kind === 'changed' ? 'new' : null} words="is" />
    </div>
  );
}

/** So many lines of a fold come with a press: thousands at once would hold up the page. */
const openedAtOnce = 500;

function Fold({ of, rows }: Pick<Extract<DiffRow, { kind: 'fold' }>, 'of' | 'rows'>) {
  const [opened, setOpened] = useState(0);
  const left = rows.length - opened;
  return (
    <>
      {rows.slice(0, opened).map((row, at) => (
        <Row key={at} row={row} />
      ))}
      {left <= 0 ? null : (
        <button type="button" className="diff-fold" onClick={() => setOpened(opened + openedAtOnce)}>
          ⋯ {formatCount(left)} {of === 'changed' ? 'more changed lines' : 'equal lines'}
        </button>
      )}
    </>
  );
}

/** `tone`: that of a line which differs, also where all of its words stand on the other side too. */
function Side({ line, tone, words }: { line: DiffLine | null; tone: 'gone' | 'new' | null; words: string }) {
  if (line === null) return <div className="diff-side none" />;
  return (
    <div className={classNames('diff-side', tone)}>
      <span className="diff-number num" aria-hidden>
        {line.number}
      </span>
      <span className="diff-text" dir="auto">
        {tone === null ? null : <span className="hidden-text">{words} </span>}
        <Parts parts={line.parts} />
      </span>
    </div>
  );
}

/** The pieces of a line or a prompt, what differs marked. */
export function Parts({ parts }: { parts: readonly DiffPart[] }) {
  return parts.map(({ text, isChanged }, at) =>
    isChanged ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
  );
}
