import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/states';
import type { WireProvider } from '@/lib/api/model-wire';
import { refusalOf } from './provider-state';

/** A key that its provider refused, in a run or in a test, with the way out. */
export function KeyRefused({ provider, onEnterKey }: { provider: WireProvider; onEnterKey: () => void }) {
  const refusal = refusalOf(provider);
  if (refusal === null) return null;
  const end = provider.api_key?.split('…').at(-1) ?? '';
  return (
    <Note
      tone="bad"
      live="status"
      action={
        <Button size="small" onClick={onEnterKey}>
          Enter another key
        </Button>
      }
    >
      <b className="strong">
        <span dir="auto">{provider.name}</span> refused the key.
      </b>{' '}
      <span className="t2">
        <span dir="auto">“{refusal.message}”</span>
        {end === '' ? '' : `; it ends in ${end}`}.
        {refusal.runName === null ? '' : ` “${refusal.runName}” stopped there; its rows are kept.`}
      </span>
    </Note>
  );
}
