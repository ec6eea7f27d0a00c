'use client';

import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { keepAsking } from '@/components/ui/keep-asking';
import { Skeleton } from '@/components/ui/states';
import type { ReadText } from '@/lib/client/editor/read-text';
import { isAttributeEntry } from '@/lib/recipe/outline';
import { sourceNames } from '@/lib/recipe/sources/source-names';
import { ArrivingText } from '../drafting/arriving-text';
import type { KnownValue, RecipeFacts } from '../yaml/recipe-facts';
import type { YamlEditorHandle } from '../yaml/yaml-editor';
import { useEditor, useEditorActions } from './editor-context';

// Monaco is a megabyte: it comes when the text is to be seen.
const YamlEditor = dynamic(
  keepAsking(() => import('../yaml/yaml-editor')),
  { ssr: false, loading: YamlSkeleton },
);

/** The recipe's text, or the one that a model is writing. */
export function YamlPane({
  recipeId,
  isNeeded,
  arriving,
  onReady,
}: {
  recipeId: number;
  isNeeded: boolean;
  /** The text that a model is writing, shown in its place; null for none. */
  arriving: string | null;
  onReady: (handle: YamlEditorHandle | null) => void;
}) {
  const { setText, setCursor, applyFix } = useEditorActions();
  const text = useEditor((state) => state.text);
  const read = useEditor((state) => state.read);
  const problems = useEditor((state) => state.problems);
  const facts = useMemo<RecipeFacts>(() => ({ values: knownValues(read), problems }), [read, problems]);
  return (
    <div className="yaml-area">
      {isNeeded ? (
        <YamlEditor
          path={`${recipeId}.yaml`}
          text={text}
          facts={facts}
          onChange={setText}
          onFix={applyFix}
          onCursor={setCursor}
          onReady={onReady}
        />
      ) : null}
      {arriving === null ? null : <ArrivingText text={arriving} />}
    </div>
  );
}

function YamlSkeleton() {
  return (
    <div className="editor-skeleton" aria-busy="true">
      {[180, 240, 200, 320, 300, 160, 280].map((width, index) => (
        <Skeleton key={index} width={width} height={12} />
      ))}
    </div>
  );
}

/** The values that placeholders may name, from what is known of the text although it may be broken. */
function knownValues({ outline, compiled, draft, sources }: ReadText): KnownValue[] {
  const sourced = sourceNames(draft, sources).names.flatMap(({ id, what }): KnownValue[] => {
    const value = { id, kind: 'source' as const, lastLine: 0, hint: sourceHints[what.type] };
    return id === '' ? [] : [value];
  });
  const values = outline.entries.filter(isAttributeEntry).map(({ id, kind, range, note }): KnownValue => ({
    id,
    kind: kind === 'conversation' ? 'generated' : kind,
    lastLine: range.end.line,
    hint: note,
  }));
  for (const { attributeId, columns } of compiled?.steps ?? []) {
    const source = values.find(({ id }) => id === attributeId);
    if (source === undefined) continue;
    for (const id of columns.slice(1)) values.push({ ...source, id, hint: `from ${attributeId}` });
  }
  return [...sourced, ...values];
}

const sourceHints = {
  text: 'a text of the source',
  value: 'a column of the source',
  shots: 'a list drawn from the source',
} as const;
