'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Note } from '@/components/ui/states';
import { Choice } from '@/components/ui/tabs';
import type { CreateProviderBody, ProviderTest, WireProvider } from '@/lib/api/model-wire';
import { messageOf } from '@/lib/client/api';

type Kind = 'OPENAI' | 'ANTHROPIC' | 'REMOTE';

const kinds = [
  { value: 'OPENAI', label: 'OpenAI' },
  { value: 'ANTHROPIC', label: 'Anthropic' },
  { value: 'REMOTE', label: 'OpenAI-compatible' },
] as const;

const presets: Record<Kind, { name: string; address: string; keyHint: string }> = {
  OPENAI: { name: 'OpenAI', address: 'https://api.openai.com/v1', keyHint: 'Begins with sk-.' },
  ANTHROPIC: { name: 'Anthropic', address: 'https://api.anthropic.com/v1', keyHint: 'Begins with sk-ant-.' },
  REMOTE: { name: '', address: '', keyHint: 'Leave it empty where none is asked for.' },
};

type AddProps = {
  first: Kind;
  onClose: () => void;
  /** Stores the provider, or changes the one that was stored by a first try. */
  onSave: (body: CreateProviderBody, id: number | null) => Promise<WireProvider>;
  onTest: (id: number) => Promise<ProviderTest>;
  onRemove: (id: number) => void;
  onAdded: (provider: WireProvider) => void;
};

/** A new provider: it is asked once, and kept if it answers or if the person says so. */
export function AddProvider({ first, onClose, onSave, onTest, onRemove, onAdded }: AddProps) {
  const [kind, setKind] = useState<Kind>(first);
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [key, setKey] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [stored, setStored] = useState<WireProvider | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const preset = presets[kind];
  const url = address.trim() || preset.address;
  const missing =
    url === ''
      ? 'Enter an address first'
      : kind !== 'REMOTE' && key.trim() === ''
        ? 'Enter a key first'
        : undefined;

  const save = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const secret = key.trim();
      const saved = await onSave(
        {
          name: name.trim() || preset.name || hostOf(url),
          engine: kind,
          base_url: url,
          ...(secret === '' ? {} : { api_key: secret }),
        },
        stored?.id ?? null,
      );
      setStored(saved);
      const test = saved.id === null ? null : await onTest(saved.id);
      if (test === null || test.ok) onAdded(saved);
      else setFailure(test.error?.message ?? 'It gave no usable answer.');
    } catch (error) {
      setFailure(messageOf(error));
    }
    setBusy(false);
  };
  const close = () => {
    if (stored?.id != null) onRemove(stored.id);
    onClose();
  };

  return (
    <Dialog
      open
      onClose={close}
      title="Add a provider"
      width="narrow"
      description="An endpoint that answers calls, with its key."
      foot={
        <>
          <span className="grow" />
          {stored !== null && failure !== null ? (
            <Button size="large" onClick={() => onAdded(stored)}>
              Save anyway
            </Button>
          ) : (
            <Button size="large" onClick={close}>
              Cancel
            </Button>
          )}
          <Button size="large" look="primary" busy={isBusy} off={missing} onClick={() => void save()}>
            {stored === null ? 'Test and save' : 'Test again'}
          </Button>
        </>
      }
    >
      <form
        className="stack add-provider"
        onSubmit={(event) => {
          event.preventDefault();
          if (missing === undefined && !isBusy) void save();
        }}
      >
        <Choice items={kinds} value={kind} onChange={setKind} label="What kind" />
        <TextField
          label="API key"
          type="password"
          mono
          lead={<Icon of={KeyRound} />}
          value={key}
          onChange={(event) => setKey(event.target.value)}
          hint={`${preset.keyHint} Kept encrypted in your data directory.`}
          autoFocus={kind !== 'REMOTE'}
        />
        <TextField
          label="Address"
          mono
          type="url"
          inputMode="url"
          value={address}
          placeholder={preset.address || 'http://gpu-box:8000/v1'}
          onChange={(event) => setAddress(event.target.value)}
          hint="The key goes to this address and to no other."
        />
        <TextField
          label="Name"
          value={name}
          placeholder={preset.name || (url === '' ? 'gpu-box' : hostOf(url))}
          onChange={(event) => setName(event.target.value)}
        />
        {failure === null ? null : (
          <Note tone="bad" live="alert">
            <b className="strong">The test failed.</b> <span dir="auto">{failure}</span>
          </Note>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return url;
  }
}
