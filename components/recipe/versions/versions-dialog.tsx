'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Note, Skeleton } from '@/components/ui/states';
import { Choice } from '@/components/ui/tabs';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import { formatAgo } from '@/lib/client/format';
import { recipeVersionQuery } from '@/lib/client/recipe-version';
import { useRecipeVersions } from '@/lib/client/recipes';
import { useNow } from '@/lib/client/use-now';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { useAsksAgain } from './asks-again';
import { PromptsDiff } from './prompts-diff';
import { TextDiff } from './text-diff';
import './versions.css';

/** A text to compare the present one with: a stored version, or one that was saved elsewhere. */
export type ComparedWith = { kind: 'version'; version: number } | { kind: 'theirs'; yaml: string };

const views = [
  { value: 'text', label: 'Text' },
  { value: 'prompts', label: 'Prompts of a row' },
] as const;

/** Earlier texts of the recipe beside the present one: what differs, what that asks again, the way back. */
export function VersionsDialog({
  comparedWith,
  onCompare,
  onClose,
}: {
  comparedWith: ComparedWith;
  onCompare: (other: ComparedWith) => void;
  onClose: () => void;
}) {
  const recipeId = useEditor((state) => state.recipeId);
  const text = useEditor((state) => state.text);
  const { replaceText } = useEditorActions();
  const [view, setView] = useState<(typeof views)[number]['value']>('text');
  const versions = useRecipeVersions(recipeId, { enabled: true });
  const number = comparedWith.kind === 'version' ? comparedWith.version : null;
  const stored = useQuery(recipeVersionQuery(recipeId, number));
  const now = useNow(30_000);
  const other = comparedWith.kind === 'theirs' ? comparedWith.yaml : stored.data;
  const name = comparedWith.kind === 'theirs' ? 'The other text' : `v${comparedWith.version}`;
  const putBack = () => {
    if (other === undefined) return;
    replaceText(other);
    showToast({ text: `${name} is the text again. Undo brings yours back.` });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Versions"
      description="Earlier texts of this recipe beside the present one."
      width="full"
      foot={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Close</Button>
          <Button
            look="primary"
            off={other === text ? 'It is the present text' : undefined}
            onClick={putBack}
          >
            {comparedWith.kind === 'theirs' ? 'Take it' : `Restore ${name}`}
          </Button>
        </>
      }
    >
      <div className="versions">
        <nav className="version-list" aria-label="Versions">
          {(versions.data ?? []).map((each) => (
            <button
              key={each.version}
              type="button"
              className="node"
              aria-current={each.version === number}
              onClick={() => onCompare({ kind: 'version', version: each.version })}
            >
              <b className="strong num">v{each.version}</b>
              <span className="sub">{now === null ? '' : formatAgo(each.created_at, now)}</span>
            </button>
          ))}
          {versions.hasNextPage ? (
            <Button
              size="small"
              busy={versions.isFetchingNextPage}
              onClick={() => void versions.fetchNextPage()}
            >
              Show older versions
            </Button>
          ) : null}
        </nav>
        <section className="version-main" aria-label={`${name} beside the present text`}>
          <div className="row wrap">
            <Choice label="What to compare" items={views} value={view} onChange={setView} />
            <span className="grow" />
            <span className="small t2">{name} first, then the present text</span>
          </div>
          {stored.isError && other === undefined ? <Note tone="bad">{messageOf(stored.error)}</Note> : null}
          {other === undefined ? (
            stored.isError ? null : (
              <Skeleton width="100%" height={280} />
            )
          ) : (
            <>
              <AsksAgain before={other} />
              {view === 'text' ? (
                <TextDiff before={other} after={text} />
              ) : (
                <PromptsDiff before={other} after={text} />
              )}
            </>
          )}
        </section>
      </div>
    </Dialog>
  );
}

function AsksAgain({ before }: { before: string }) {
  return (
    <p className="asks-again" role="status">
      {useAsksAgain(before)}
    </p>
  );
}
