import type { Metadata } from 'next';
import { RecipesView } from '@/components/recipe/list/recipes-view';

export const metadata: Metadata = { title: 'Recipes' };

export default function RecipesPage() {
  return <RecipesView />;
}
