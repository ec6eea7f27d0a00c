import { useEffect, useEffectEvent } from 'react';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import { forgetDeleted, onDeleted, restorable, type Deleted } from '@/lib/client/deletes';
import { useRestoreProvider } from '@/lib/client/models';
import { useRestoreRecipe } from '@/lib/client/recipes';
import { useRestoreRun } from '@/lib/client/runs';

/** Offers to take a delete back for as long as that is possible, on whatever page, and again after a reload. */
export function useOfferUndo(): void {
  const recipe = useRestoreRecipe();
  const run = useRestoreRun();
  const provider = useRestoreProvider();
  const restore = useEffectEvent(async (thing: Deleted) => {
    try {
      await { recipe, run, provider }[thing.kind].mutateAsync({ id: thing.id });
      forgetDeleted(thing);
      // There one of them is shown in full, and it was this one.
      if (thing.kind === 'provider' && window.location.pathname === '/models')
        window.history.pushState(null, '', `?provider=${thing.id}`);
    } catch (error) {
      showToast({ tone: 'bad', text: messageOf(error) });
    }
  });
  useEffect(() => {
    const offer = (thing: Deleted) =>
      showToast({
        text: thing.text,
        stayMs: thing.untilMs - Date.now(),
        action: { label: 'Undo', run: () => void restore(thing) },
      });
    restorable().forEach(offer);
    return onDeleted(offer);
  }, []);
}
