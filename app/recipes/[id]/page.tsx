import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RecipeEditorView } from '@/components/recipe/editor/recipe-editor-view';

export const metadata: Metadata = { title: 'Recipe' };

export default async function RecipePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^[1-9]\d{0,14}$/.test(id)) notFound();
  return <RecipeEditorView recipeId={Number(id)} />;
}
