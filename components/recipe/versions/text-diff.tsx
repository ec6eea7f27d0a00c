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
  const [isOpen, setIsOpen] = useState(false);
  if (row.kind === 'fold') {
    if (isOpen) return row.rows.map((inner, at) => <Row key={at} row={inner} />);
    return (
      <button type="button" className="diff-fold" onClick={() => setIsOpen(true)}>
        ⋯ {formatCount(row.rows.length)} equal lines
      </button>
    );
  }
  return (
    <div className={`diff-row ${row.kind}`}>
      <Side line={row.left} tone={row.kind === 'changed' ? 'gone' : null} words="was" />
      <Side line={row.right} tone={row.kind === 'changed' ? 'new' : null} words="is" />
    </div>
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
