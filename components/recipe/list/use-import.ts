'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import type { FoundRecipe } from '@/lib/client/interchange/read-import';
import { useCreateRecipe } from '@/lib/client/recipes';
import type { ImportedText } from './import-dialog';

const longestFileBytes = 8_000_000;
const unnamed = 'Imported recipe';

function isError({ severity }: FoundRecipe['problems'][number]): boolean {
  return severity === 'error';
}

/**
 * Brings a recipe in from a file or a text: first into the dialog, which shows what becomes of it, then into the
 * store and the editor. A text that can't be read as a recipe may come in too: the editor shows what is wrong.
 */
export function useImport() {
  const router = useRouter();
  const create = useCreateRecipe();
  const [given, setGiven] = useState<ImportedText | null>(null);

  const importFile = (file: File) => {
    if (file.size > longestFileBytes) {
      showToast({ tone: 'bad', text: `${file.name} is too large for a recipe.` });
      return;
    }
    const name = file.name.replace(/\.[^.]*$/, '').slice(0, 200);
    file.text().then(
      (text) => setGiven({ text, name: name === '' ? unnamed : name }),
      () => showToast({ tone: 'bad', text: `${file.name} can’t be read.` }),
    );
  };

  const store = ({ yaml, problems }: FoundRecipe) =>
    create.mutate(
      { name: given?.name ?? unnamed, yaml },
      {
        // What can't be read has no form, and its problems stand under the text.
        onSuccess: ({ id }) => router.push(`/recipes/${id}${problems.some(isError) ? '?view=yaml' : ''}`),
        onError: (error) => showToast({ tone: 'bad', text: messageOf(error) }),
      },
    );

  return {
    /** What is on its way in; null while nothing is. */
    given,
    begin: () => setGiven({ text: '', name: unnamed }),
    change: setGiven,
    end: () => setGiven(null),
    importFile,
    store,
    isBusy: create.isPending,
  };
}
