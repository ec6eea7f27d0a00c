'use client';

import { Copy, FileText } from 'lucide-react';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState, Note, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import { useDataset } from '@/lib/client/datasets';
import { useRecipeVersion } from '@/lib/client/recipe-version';

/** The Recipe tab: the very text that made these rows, to read. */
export function RecipeText({ datasetId }: { datasetId: number }) {
  const dataset = useDataset(datasetId).data;
  const recipeId = dataset?.recipe_id ?? null;
  const version = dataset?.recipe_version ?? null;
  const yaml = useRecipeVersion(recipeId, version);
  if (dataset !== undefined && (recipeId === null || version === null)) {
    return (
      <EmptyState title="The recipe of this run isn’t stored here">
        The run was started from a file by the command line.
      </EmptyState>
    );
  }
  if (yaml.isError) return <Note tone="bad">{messageOf(yaml.error)}</Note>;
  if (yaml.data === undefined) return <Skeleton width="100%" height={400} />;
  const text = yaml.data;
  const copy = () =>
    void navigator.clipboard.writeText(text).then(() => showToast({ text: 'Recipe copied' }));
  return (
    <section className="card recipe-text" aria-labelledby="recipe-version">
      <div className="card-head">
        <h2 id="recipe-version">Version {version}</h2>
        <span className="small t3 wide-only">as it was when the run started</span>
        <span className="right row">
          <Button look="ghost" size="small" icon={Copy} onClick={copy}>
            Copy
          </Button>
          <ButtonLink size="small" icon={FileText} href={`/recipes/${recipeId ?? ''}`}>
            Open recipe
          </ButtonLink>
        </span>
      </div>
      <pre className="mono" tabIndex={0} aria-label={`The YAML of version ${version ?? ''}`}>
        {text}
      </pre>
    </section>
  );
}
