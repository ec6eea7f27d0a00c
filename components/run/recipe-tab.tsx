'use client';

import { Copy, FileText, RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Button, ButtonLink } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';
import { EmptyState, Note, Skeleton } from '@/components/ui/states';
import type { WireRun } from '@/lib/api/run-wire';
import { messageOf } from '@/lib/client/api';
import { useRecipeVersion } from '@/lib/client/recipe-version';
import { useCreateRecipe, useRecipeVersions } from '@/lib/client/recipes';
import { tellFailure } from './tell-failure';

/** The Recipe tab: the very text that made these rows, the way back to it, and the same run once more. */
export function RecipeTab({ run, onRunAgain }: { run: WireRun; onRunAgain: () => void }) {
  const { recipe_id: recipeId, recipe_version: version } = run;
  const yaml = useRecipeVersion(recipeId, version);
  const versions = useRecipeVersions(recipeId ?? 0, { enabled: recipeId !== null }).data;
  const latest = versions?.[0]?.version ?? null;
  const router = useRouter();
  const create = useCreateRecipe();
  if (recipeId === null || version === null) {
    return (
      <EmptyState title="The recipe of this run isn’t stored here">
        The run was started from a file by the command line.
      </EmptyState>
    );
  }
  if (yaml.isError) return <Note tone="bad">{messageOf(yaml.error)}</Note>;
  if (yaml.data === undefined) return <Skeleton width="100%" height={400} />;
  const text = yaml.data;
  const copy = () => void copyText(text, 'Recipe copied');
  const openCopy = () =>
    create.mutate(
      { name: `${run.name}, version ${version}`, yaml: text },
      { onSuccess: ({ id }) => router.push(`/recipes/${id}`), onError: tellFailure },
    );
  return (
    <section className="card recipe-text" aria-labelledby="recipe-version">
      <div className="card-head">
        <h2 id="recipe-version">Version {version}</h2>
        <span className="small t3 wide-only">
          {latest === null || latest === version
            ? 'as it was when the run started'
            : `as it was when the run started; the newest is version ${latest}`}
        </span>
        <span className="right row">
          <Button look="ghost" size="small" icon={Copy} onClick={copy}>
            Copy
          </Button>
          {latest === null || latest === version ? (
            <ButtonLink size="small" icon={FileText} href={`/recipes/${recipeId}`}>
              Open this version
            </ButtonLink>
          ) : (
            <Button
              size="small"
              icon={FileText}
              busy={create.isPending || create.isSuccess}
              hint={`Version ${latest} is open in the recipe now; this one opens as a recipe of its own`}
              onClick={openCopy}
            >
              Open a copy of it
            </Button>
          )}
          <Button size="small" icon={RotateCw} onClick={onRunAgain}>
            Run again…
          </Button>
        </span>
      </div>
      <pre className="mono" tabIndex={0} aria-label={`The YAML of version ${version}`}>
        {text}
      </pre>
    </section>
  );
}
