'use client';

import { useRouter } from 'next/navigation';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import { useCreateRecipe, useImportRecipe } from '@/lib/client/recipes';

const longestFileBytes = 8_000_000;

/**
 * Brings a recipe in from a file or a text and opens it. A text that can't be read as a recipe is opened
 * too, as it is: the editor shows what is wrong with it.
 */
export function useImport() {
  const router = useRouter();
  const read = useImportRecipe();
  const create = useCreateRecipe();

  const importText = (text: string, name: string) => {
    const open = (yaml: string) =>
      create.mutate(
        { name, yaml },
        {
          onSuccess: ({ id }) => router.push(`/recipes/${id}`),
          onError: (error) => showToast({ tone: 'bad', text: messageOf(error) }),
        },
      );
    read.mutate(text, { onSuccess: ({ yaml }) => open(yaml), onError: () => open(text) });
  };

  const importFile = (file: File) => {
    if (file.size > longestFileBytes) {
      showToast({ tone: 'bad', text: `${file.name} is too large for a recipe.` });
      return;
    }
    const name = file.name.replace(/\.[^.]*$/, '').slice(0, 200);
    file.text().then(
      (text) => importText(text, name === '' ? 'Imported recipe' : name),
      () => showToast({ tone: 'bad', text: `${file.name} can’t be read.` }),
    );
  };

  return { importText, importFile, isBusy: read.isPending || create.isPending };
}
