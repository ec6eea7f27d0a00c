'use client';

import { useRouter } from 'next/navigation';
import { showToast } from '@/components/ui/toast';
import { api, messageOf } from '@/lib/client/api';
import { useDeleteRecipe, useDuplicateRecipe } from '@/lib/client/recipes';

/** Duplicate, read for an export, and delete for one recipe. */
export function useRecipeActions({ id, name }: { id: number; name: string }) {
  const router = useRouter();
  const duplicate = useDuplicateRecipe();
  const remove = useDeleteRecipe();
  const tell = (error: unknown) => showToast({ tone: 'bad', text: messageOf(error) });
  return {
    duplicate: () =>
      duplicate.mutate({ id }, { onSuccess: (copy) => router.push(`/recipes/${copy.id}`), onError: tell }),
    /** Its text as it stands; null where it can't be fetched, which is told. */
    readText: () =>
      api.recipes.get(id).then(
        ({ yaml, draft }) => draft ?? yaml,
        (error: unknown) => {
          tell(error);
          return null;
        },
      ),
    // By a promise: its row is gone when the answer comes.
    remove: () => void remove.mutateAsync({ id, name }).catch(tell),
  };
}
