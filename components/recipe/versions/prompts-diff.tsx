'use client';

import { useEffect, useState } from 'react';
import { Note, Skeleton } from '@/components/ui/states';
import { formatCount } from '@/lib/client/format';
import { comparePrompts, type PromptComparison } from '@/lib/client/versions/compare-prompts';
import { diffWords } from '@/lib/client/versions/text-diff';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { Parts } from './text-diff';

/** The prompts that two texts make for the row that the preview shows, side by side. */
export function PromptsDiff({ before, after }: { before: string; after: string }) {
  const seed = useEditor((state) => state.seed);
  const row = useEditor((state) => state.selected);
  // Another object whenever records have come.
  const facts = useEditor((state) => state.read.sources);
  const { sources } = useEditorActions();
  const [comparison, setComparison] = useState<PromptComparison | null>(null);
  useEffect(() => {
    let isOver = false;
    void comparePrompts(before, after, { facts, tables: sources.tables, seed, row }).then((compared) => {
      if (!isOver) setComparison(compared);
    });
    return () => {
      isOver = true;
    };
  }, [before, after, facts, sources, seed, row]);
  if (comparison === null) return <Skeleton width="100%" height={160} />;
  if (comparison.kind === 'no-recipe') {
    return <Note tone="warn">One of the two texts is no valid recipe, so its prompts can’t be written.</Note>;
  }
  if (comparison.kind === 'failed') {
    return <Note tone="bad">The prompts can’t be written: {comparison.message}</Note>;
  }
  const { old, next } = comparison;
  const names = [...new Set([...old.keys(), ...next.keys()])];
  return (
    <div className="prompts-diff" role="region" aria-label="Differences of the prompts" tabIndex={0}>
      <p className="small t2">
        Row {formatCount(row)}, seed {seed}. Choose another row in the preview.
      </p>
      {names.map((name) => {
        const { left, right } = diffWords(old.get(name) ?? '', next.get(name) ?? '');
        return (
          <article key={name}>
            <h3 className="part-title" dir="auto">
              {name}
            </h3>
            <div className="diff-row prompts">
              <div className="diff-side gone" dir="auto">
                {old.has(name) ? <Parts parts={left} /> : <span className="t3">Not asked for</span>}
              </div>
              <div className="diff-side new" dir="auto">
                {next.has(name) ? (
                  <Parts parts={right} />
                ) : (
                  <span className="t3">Not asked for any more</span>
                )}
              </div>
            </div>
          </article>
        );
      })}
    </div>
  );
}
