'use client';

import { FileUp, RotateCw } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { KindMark } from '@/components/ui/chip';
import { useSpokenChange } from '@/components/ui/spoken';
import { Note } from '@/components/ui/states';
import { formatCount } from '@/lib/client/format';
import { nameOfPath, placeOfSource, type SourceSpec } from '@/lib/recipe/sources/source-spec';
import { useEditorActions } from '../../editor/editor-context';
import { useSourceState } from './use-source';

/** What a source reads and what was found in it, with the way to another file. */
export function SourceCard({
  spec,
  words,
  onReplace,
}: {
  spec: SourceSpec;
  /** What one and several of its records are called. */
  words: readonly [one: string, several: string];
  onReplace: () => void;
}) {
  const state = useSourceState(spec);
  const { sources } = useEditorActions();
  const place = placeOfSource(spec.path);
  const told = stateWords(state, words, place.type);
  useSpokenChange(told);
  return (
    <>
      <div className="source-card">
        <KindMark kind={spec.kind === 'documents' ? 'document' : 'source'} />
        <span className="upload-words">
          <b className="strong cut" dir="auto">
            {nameOfPath(spec.path)}
          </b>
          <span className="small t2 num">{told}</span>
        </span>
        <Button size="small" icon={FileUp} onClick={onReplace}>
          Another file
        </Button>
      </div>
      {state?.state === 'failed' ? (
        <Note
          tone="bad"
          action={
            <Button size="small" icon={RotateCw} onClick={() => sources.retry(spec)}>
              Try again
            </Button>
          }
        >
          {state.message}.
        </Note>
      ) : null}
      {state?.state === 'read' && state.bad !== null ? (
        <Note tone="warn">
          {formatCount(state.bad.count)} of {formatCount(state.count)} can’t be read; {state.bad.first}. Rows
          that draw one fail, and others take their place.
        </Note>
      ) : null}
    </>
  );
}

function stateWords(
  state: ReturnType<typeof useSourceState>,
  [one, several]: readonly [string, string],
  place: ReturnType<typeof placeOfSource>['type'],
): string {
  switch (state?.state) {
    case 'read': {
      const columns = state.columns.length;
      const records = `${formatCount(state.count)} ${state.count === 1 ? one : several}`;
      return one === 'record' ? `${records} · ${columns} ${columns === 1 ? 'column' : 'columns'}` : records;
    }
    case 'failed':
      return 'can’t be read';
    case 'reading':
      return 'is being read and counted …';
    case undefined:
      return place === 'file' ? 'a path, which the command line reads' : 'not read yet';
  }
}
