'use client';

import { useMemo } from 'react';
import { Chip } from '@/components/ui/chip';
import { wordsOfUse } from '@/lib/client/editor/use-words';
import { formatRows } from '@/lib/client/format';
import { useRuns } from '@/lib/client/runs';
import { usesOf, type Use } from '@/lib/recipe/form/uses';
import { useEditor, useEditorActions } from '../../editor/editor-context';

/** Under a form: what uses the attribute, and what a change of it asks again. */
export function UsedBy({ ids, asksAgain = false }: { ids: readonly string[]; asksAgain?: boolean }) {
  const draft = useEditor((state) => state.read.draft);
  const key = ids.join('\n');
  const uses = useMemo(() => usesOf(draft, key.split('\n').filter(Boolean)), [draft, key]);
  return <UsedByThese uses={uses} asksAgain={asksAgain} />;
}

/** The same where the uses are known. */
export function UsedByThese({ uses, asksAgain = false }: { uses: readonly Use[]; asksAgain?: boolean }) {
  const { openNode } = useEditorActions();
  const open = (use: Use) => {
    if ('path' in use) {
      openNode({ kind: 'attribute', path: use.path, id: use.id });
    } else openNode({ kind: use.kind });
  };
  return (
    <div className="row small t3 used-by">
      <span>{uses.length === 0 ? 'Nothing uses it yet' : 'Used by'}</span>
      {uses.map((use) => (
        <button key={wordsOfUse(use)} type="button" className="chip-button" onClick={() => open(use)}>
          {'path' in use ? (
            <Chip kind={use.kind}>{wordsOfUse(use)}</Chip>
          ) : (
            <span className="chip">{wordsOfUse(use)}</span>
          )}
        </button>
      ))}
      {asksAgain ? <AsksAgain /> : null}
    </div>
  );
}

/** Answers belong to their prompts: what a change costs is said before it is made. */
function AsksAgain() {
  const recipeId = useEditor((state) => state.recipeId);
  const runs = useRuns({ recipe_id: String(recipeId) });
  const rows = runs.data?.[0]?.progress.generated;
  if (rows === undefined || rows === 0) return null;
  return (
    <span className="right">
      Changing this asks again for <b className="t2 num">{formatRows(rows)}</b>. Answers are kept per version.
    </span>
  );
}
