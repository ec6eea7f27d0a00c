'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import { z } from 'zod';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import type { FoundRecipe } from '@/lib/client/interchange/read-import';
import { useCreateRecipe } from '@/lib/client/recipes';
import { useKept } from '@/lib/client/use-kept';
import { useFoundRecipe } from './use-found-recipe';

/** A text on its way in, and the name that its recipe will have. */
export type ImportedText = { text: string; name: string };

const longestFileBytes = 8_000_000;
const unnamed = 'Imported recipe';

function isError({ severity }: FoundRecipe['problems'][number]): boolean {
  return severity === 'error';
}

const importedText = z.object({ text: z.string(), name: z.string() });
const nothing: ImportedText = { text: '', name: unnamed };

/**
 * Brings a recipe in from a file or a text: first into the dialog, which shows what becomes of it, then into the
 * store and the editor. A text that can't be read as a recipe may come in too: the editor shows what is wrong. Until it
 * is in or cleared it is kept on this device, unless a key stands in it, and the dialog opens with it.
 */
export function useImport({ isOpen, onOpen }: { isOpen: boolean; onOpen: (isOpen: boolean) => void }) {
  const router = useRouter();
  const create = useCreateRecipe();
  const [kept, keep] = useKept('seedloom-import', importedText);
  const [typed, setTyped] = useState<ImportedText | null>(null);
  // That it was typed earlier is said until it is changed: it may be forgotten by then.
  const [isTypedNow, setTypedNow] = useState(false);
  const given = typed ?? kept ?? nothing;
  const found = useFoundRecipe(isOpen ? given.text : '');
  const change = (next: ImportedText) => {
    setTypedNow(true);
    setTyped(next.text === '' ? nothing : next);
    if (next.text === '') keep(null);
  };
  // Not before it is read: a key stands nowhere but in the field.
  const keepFound = useEffectEvent(({ holdsSecret }: FoundRecipe) => keep(holdsSecret ? null : given));
  useEffect(() => {
    if (found !== null) keepFound(found);
  }, [found]);

  const importFile = (file: File) => {
    if (file.size > longestFileBytes) {
      showToast({ tone: 'bad', text: `${file.name} is too large for a recipe.` });
      return;
    }
    const name = file.name.replace(/\.[^.]*$/, '').slice(0, 200);
    file.text().then(
      (text) => {
        change({ text, name: name === '' ? unnamed : name });
        onOpen(true);
      },
      () => showToast({ tone: 'bad', text: `${file.name} can’t be read.` }),
    );
  };

  const store = ({ yaml, problems }: FoundRecipe) =>
    create.mutate(
      { name: given.name, yaml },
      {
        onSuccess({ id }) {
          setTyped(null);
          keep(null);
          // Else the way back would lead into the dialog.
          onOpen(false);
          // What can't be read has no form, and its problems stand under the text.
          router.push(`/recipes/${id}${problems.some(isError) ? '?view=yaml' : ''}`);
        },
        onError: (error) => showToast({ tone: 'bad', text: messageOf(error) }),
      },
    );

  return {
    /** What is on its way in; null while nothing is. */
    given: isOpen ? given : null,
    /** Does the dialog show what stood in it when it was closed? */
    isFromBefore: given.text !== '' && !isTypedNow,
    /** What becomes of it; null until that is known. */
    found,
    begin() {
      setTypedNow(false);
      onOpen(true);
    },
    change,
    end: () => onOpen(false),
    importFile,
    store,
    isBusy: create.isPending,
  };
}
