'use client';

import { ChevronDown, KeyRound } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Note } from '@/components/ui/states';
import { Choice } from '@/components/ui/tabs';
import type { CreateProviderBody, ProviderTest, WireProvider } from '@/lib/api/model-wire';
import { messageOf } from '@/lib/client/api';
import { nameProblem } from '@/lib/client/name-problem';
import { engineFacts, engineNames, isEngineName, type EngineFacts, type EngineName } from '@/lib/llm/engines';
import { longestName } from '@/lib/util/longest-name';

/** Those that most people look for; all others are below "Other". */
const mainEngines = ['OPENAI', 'ANTHROPIC', 'REMOTE'] as const satisfies EngineName[];
const otherEngines = engineNames
  .filter((name) => ['openai', 'anthropic'].includes(engineFacts(name).protocol))
  .filter((name) => !mainEngines.some((main) => main === name))
  .toSorted((a, b) => engineFacts(a).label.localeCompare(engineFacts(b).label));

const kinds = [
  { value: 'OPENAI', label: 'OpenAI' },
  { value: 'ANTHROPIC', label: 'Anthropic' },
  { value: 'REMOTE', label: 'OpenAI-compatible' },
  { value: 'OTHER', label: 'Other' },
] as const;

const keyHints: Partial<Record<EngineName, string>> = {
  OPENAI: 'Begins with sk-.',
  ANTHROPIC: 'Begins with sk-ant-.',
};

type AddProps = {
  first: EngineName;
  onClose: () => void;
  /** Stores the provider, or changes the one that was stored by a first try. */
  onSave: (body: CreateProviderBody, id: number | null) => Promise<WireProvider>;
  onTest: (id: number) => Promise<ProviderTest>;
  onRemove: (id: number) => void;
  onAdded: (provider: WireProvider) => void;
};

/** A new provider: it is asked once, and kept if it answers or if the person says so. */
export function AddProvider({ first, onClose, onSave, onTest, onRemove, onAdded }: AddProps) {
  const [engine, setEngine] = useState(first);
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [key, setKey] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [stored, setStored] = useState<WireProvider | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const engineId = useId();
  // A dialog that was left takes no answer any more, and leaves nothing stored.
  const isLeft = useRef(false);
  const facts: EngineFacts = engineFacts(engine);
  const usualName = engine === 'REMOTE' ? '' : facts.label;
  const usualAddress = facts.baseUrl ?? '';
  const url = address.trim() || usualAddress;
  const missing =
    url === ''
      ? 'Enter an address first'
      : facts.keyRequired && key.trim() === ''
        ? 'Enter a key first'
        : nameProblem(name);

  const save = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const secret = key.trim();
      const saved = await onSave(
        {
          name: (name.trim() || usualName || hostOf(url)).slice(0, longestName),
          engine,
          base_url: url,
          ...(secret === '' ? {} : { api_key: secret }),
        },
        stored?.id ?? null,
      );
      setStored(saved);
      if (isLeft.current && saved.id !== null) return onRemove(saved.id);
      const test = saved.id === null ? null : await onTest(saved.id);
      if (isLeft.current) return;
      if (test === null || test.ok) onAdded(saved);
      else setFailure(test.error?.message ?? 'It gave no usable answer.');
    } catch (error) {
      setFailure(messageOf(error));
    }
    setBusy(false);
  };
  const close = () => {
    isLeft.current = true;
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
        <Choice
          items={kinds}
          value={mainEngines.find((main) => main === engine) ?? 'OTHER'}
          onChange={(kind) => setEngine(kind === 'OTHER' ? (otherEngines[0] ?? 'REMOTE') : kind)}
          label="What kind"
        />
        {otherEngines.includes(engine) ? (
          <div className="field">
            <label className="label" htmlFor={engineId}>
              Provider
            </label>
            <span className="input large">
              <select
                id={engineId}
                value={engine}
                onChange={(event) => {
                  const chosen = event.target.value;
                  if (isEngineName(chosen)) setEngine(chosen);
                }}
              >
                {otherEngines.map((other) => (
                  <option key={other} value={other}>
                    {engineFacts(other).label}
                  </option>
                ))}
              </select>
              <Icon of={ChevronDown} />
            </span>
          </div>
        ) : null}
        <TextField
          label="API key"
          type="password"
          mono
          lead={<Icon of={KeyRound} />}
          value={key}
          onChange={(event) => setKey(event.target.value)}
          hint={`${facts.keyRequired ? (keyHints[engine] ?? '') : 'Leave it empty where none is asked for.'} Kept encrypted in your data directory.`.trim()}
          autoFocus={facts.keyRequired}
        />
        <TextField
          label="Address"
          mono
          type="url"
          inputMode="url"
          value={address}
          placeholder={usualAddress || 'http://gpu-box:8000/v1'}
          onChange={(event) => setAddress(event.target.value)}
          hint="The key goes to this address and to no other."
        />
        <TextField
          label="Name"
          value={name}
          dir="auto"
          error={nameProblem(name)}
          placeholder={usualName || (url === '' ? 'gpu-box' : hostOf(url))}
          onChange={(event) => setName(event.target.value)}
        />
        {isBusy && stored !== null ? (
          <p className="small t3" role="status">
            {hostOf(url)} is asked. One that doesn’t answer is given up after 20 seconds.
          </p>
        ) : null}
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
