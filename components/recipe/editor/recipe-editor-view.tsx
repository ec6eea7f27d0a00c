'use client';

import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { EmptyState, Skeleton } from '@/components/ui/states';
import { codeOf, messageOf } from '@/lib/client/api';
import { useRecipe } from '@/lib/client/recipes';
import '../editor.css';
import { editorViews, type EditorView } from '@/lib/client/editor/editor-views';

// The page is drawn before it can read a recipe: the language is the larger part of the editor. It is asked for
// together with the recipe's text.
const loadEditor = () => import('./recipe-editor');
const RecipeEditor = dynamic(async () => (await loadEditor()).RecipeEditor, {
  ssr: false,
  loading: EditorIsLoading,
});

const crumbs = [{ label: 'Recipes', href: '/recipes' }];

/** The page of one recipe: fetches it and opens the editor. */
export function RecipeEditorView({ recipeId }: { recipeId: number }) {
  const recipe = useRecipe(recipeId);
  useEffect(() => {
    // One that doesn't come is asked for again when the recipe is there.
    loadEditor().catch(() => undefined);
  }, []);
  const parameters = useSearchParams();
  if (recipe.data !== undefined) {
    return (
      <RecipeEditor
        key={recipe.data.id}
        meanwhile={<EditorIsLoading />}
        recipe={recipe.data}
        seed={wholeNumber(parameters.get('seed'))}
        row={wholeNumber(parameters.get('row'))}
        view={viewOf(parameters.get('view'))}
        node={parameters.get('node') ?? undefined}
        showsHistory={parameters.has('history')}
      />
    );
  }
  if (recipe.isError) return <Missing error={recipe.error} onRetry={() => void recipe.refetch()} />;
  return <EditorIsLoading />;
}

function EditorIsLoading() {
  return (
    <Page title={<Skeleton width={160} height={20} />} crumbs={crumbs} className="editor-frame">
      <div className="editor" aria-busy="true">
        <span className="hidden-text">The recipe is loading</span>
        <div className="outline">
          <EditorSkeleton widths={[90, 120, 100, 80]} />
        </div>
        <div className="pane">
          <EditorSkeleton widths={[220, 260, 180, 300, 240, 280]} />
        </div>
        <div className="pane preview">
          <EditorSkeleton widths={[300, 300, 300, 300, 300]} />
        </div>
      </div>
    </Page>
  );
}

function EditorSkeleton({ widths }: { widths: readonly number[] }) {
  return (
    <div className="editor-skeleton">
      {widths.map((width, index) => (
        <Skeleton key={index} width={width} />
      ))}
    </div>
  );
}

function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isGone = codeOf(error) === 'not-found';
  return (
    <Page title="Recipe" crumbs={crumbs}>
      <EmptyState
        title={isGone ? 'This recipe isn’t here' : 'The recipe can’t be opened'}
        actions={
          <>
            {isGone ? null : <Button onClick={onRetry}>Try again</Button>}
            <ButtonLink href="/recipes">All recipes</ButtonLink>
          </>
        }
      >
        {isGone ? 'It was deleted, or the address is wrong.' : messageOf(error)}
      </EmptyState>
    </Page>
  );
}

function viewOf(text: string | null): EditorView | undefined {
  return editorViews.find((view) => view === text);
}

function wholeNumber(text: string | null): number | undefined {
  if (text === null || !/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
