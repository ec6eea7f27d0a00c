'use client';

import { useEffect, useState } from 'react';
import { Note, Skeleton } from '@/components/ui/states';
import type { ReadSources } from '@/lib/client/editor/read-text';
import { formatCount } from '@/lib/client/format';
import { diffWords } from '@/lib/client/versions/text-diff';
import { withLibraries } from '@/lib/client/with-libraries';
import { compileRecipe } from '@/lib/plan/compile';
import { previewRows } from '@/lib/plan/preview';
import type { PreviewPrompt } from '@/lib/plan/preview-prompt';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { Parts } from './text-diff';

/** The prompts that two texts make for the row that the preview shows, side by side. */
export function PromptsDiff({ before, after }: { before: string; after: string }) {
  const seed = useEditor((state) => state.seed);
  const row = useEditor((state) => state.selected);
  // Another object whenever records have come.
  const facts = useEditor((state) => state.read.sources);
  const { sources } = useEditorActions();
  const [prompts, setPrompts] = useState<{ old: Prompts; next: Prompts } | null>(null);
  useEffect(() => {
    let isOver = false;
    const plan = { facts, tables: sources.tables, seed, row };
    const read = () => ({ old: promptsOf(before, plan), next: promptsOf(after, plan) });
    // The text of another version may ask for a part of the language that this one doesn't.
    void withLibraries(read).then((result) => isOver || setPrompts(result));
    return () => {
      isOver = true;
    };
  }, [before, after, facts, sources, seed, row]);
  if (prompts === null) return <Skeleton width="100%" height={160} />;
  const { old, next } = prompts;
  if (old === null || next === null) {
    return <Note tone="warn">One of the two texts is no valid recipe, so its prompts can’t be written.</Note>;
  }
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

type Prompts = ReadonlyMap<string, string> | null;

/** The prompts of a row as text, by attribute; null for a text that is no recipe. */
function promptsOf(
  text: string,
  { facts, tables, seed, row }: ReadSources & { seed: number; row: number },
): Prompts {
  const { recipe } = readRecipe(text, facts);
  if (recipe === null) return null;
  const [planned] = previewRows(compileRecipe(recipe, tables), { seed, start: row, rows: 1 });
  return new Map(
    (planned?.prompts ?? [])
      .filter(({ kind }) => kind !== 'transformed')
      .map((prompt) => [nameOf(prompt), promptText(prompt)]),
  );
}

/** A conversation has a prompt for its plan and one for each message. */
function nameOf({ kind, attributeId, step }: PreviewPrompt): string {
  return kind === 'conversation' ? `${attributeId}, ${step.replace(':', ' ')}` : attributeId;
}

function promptText({ messages }: PreviewPrompt): string {
  return messages
    .map(({ role, segments }) => {
      const content = segments.map((one) => (one.type === 'pending' ? `{${one.field}}` : one.text)).join('');
      return `${role ?? ''}\n${content}`;
    })
    .join('\n\n');
}
