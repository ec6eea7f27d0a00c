'use client';

import { ChevronDown, KeyRound } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Note } from '@/components/ui/states';
import { Choice } from '@/components/ui/tabs';
import type { CreateProviderBody, WireProvider } from '@/lib/api/model-wire';
import { messageOf } from '@/lib/client/api';
import { nameProblem } from '@/lib/client/name-problem';
import type { TypedProvider } from '@/lib/client/provider-tests';
import { useKept } from '@/lib/client/use-kept';
import { engineFacts, engineNames, isEngineName, type EngineFacts, type EngineName } from '@/lib/llm/engines';
import { longestName } from '@/lib/util/longest-name';
import { hostOf } from './provider-state';
import { TypedTestNote } from './typed-test';
import { useTypedTest } from './use-typed-test';

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
  GOOGLE_VERTEX: 'An access token, as gcloud auth print-access-token gives it for an hour.',
};

/** An address of which a part is the customer's own, to be read as an example. */
function templateOf({ baseUrlTemplate: template }: EngineFacts): string {
  return template?.replace(/[{}]/g, '') ?? '';
}

/** What was typed of a provider, without its key: that stands nowhere but in its field until it is saved. */
const typedForm = z.object({ engine: z.string(), name: z.string(), address: z.string() });
type TypedForm = z.infer<typeof typedForm>;

/** What of a form may be kept: some write a password or a key into an address. */
function keepableForm(form: TypedForm): TypedForm | null {
  const address = /[@?#]/.test(form.address) ? '' : form.address;
  return form.name === '' && address === '' ? null : { ...form, address };
}

type AddProps = {
  engine: EngineName;
  onEngine: (engine: EngineName) => void;
  onClose: () => void;
  onSave: (body: CreateProviderBody) => Promise<WireProvider>;
  onAdded: (provider: WireProvider) => void;
};

/**
 * A new provider: it is asked once, when its key is pasted or on press, and stored if it answers or on "Save anyway". Until
 * it is stored its name and address are kept on this device; its key never is.
 */
export function AddProvider({ engine, onEngine, onClose, onSave, onAdded }: AddProps) {
  const [kept, keepForm] = useKept('seedloom-add-provider', typedForm);
  const [typed, setTyped] = useState<TypedForm | null>(null);
  // An address that was kept for another kind would lead a key astray.
  const { name, address } = typed ?? (kept?.engine === engine ? kept : { name: '', address: '' });
  const type = (news: Partial<TypedForm>) => {
    const next = { engine, name, address, ...news };
    setTyped(next);
    keepForm(keepableForm(next));
  };
  const chooseEngine = (next: EngineName) => {
    type({ engine: next });
    onEngine(next);
  };
  const [key, setKey] = useState('');
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isPasted = useRef(false);
  const engineId = useId();
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

  const typedWith = (secret: string): TypedProvider => ({
    engine,
    base_url: url,
    ...(secret.trim() !== '' && { api_key: secret.trim() }),
  });
  const test = useTypedTest(typedWith(key));
  const isBusy = isSaving || test.isBusy;
  const keep = async () => {
    setSaving(true);
    setFailure(null);
    try {
      const ownName = (name.trim() || usualName || hostOf(url)).slice(0, longestName);
      const provider = await onSave({ name: ownName, ...typedWith(key) });
      keepForm(null);
      onAdded(provider);
    } catch (error) {
      setFailure(messageOf(error));
    }
    setSaving(false);
  };
  const save = async () => {
    if (missing !== undefined || isBusy) return;
    if (test.verdict === 'accepted' || (await test.run(typedWith(key)))) await keep();
  };
  const close = () => {
    test.stop();
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
          {test.verdict === 'refused' ? (
            <Button size="large" busy={isSaving} off={missing} onClick={() => void keep()}>
              Save anyway
            </Button>
          ) : (
            <Button size="large" onClick={close}>
              Cancel
            </Button>
          )}
          <Button size="large" look="primary" busy={isBusy} off={missing} onClick={() => void save()}>
            {test.verdict === null ? 'Test and save' : test.verdict === 'accepted' ? 'Save' : 'Test again'}
          </Button>
        </>
      }
    >
      <form
        className="stack add-provider"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Choice
          items={kinds}
          value={mainEngines.find((main) => main === engine) ?? 'OTHER'}
          onChange={(kind) => chooseEngine(kind === 'OTHER' ? (otherEngines[0] ?? 'REMOTE') : kind)}
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
                  if (isEngineName(chosen)) chooseEngine(chosen);
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
          onPaste={() => {
            isPasted.current = true;
          }}
          onChange={(event) => {
            setKey(event.target.value);
            if (isPasted.current && url !== '' && event.target.value.trim() !== '')
              void test.run(typedWith(event.target.value));
            isPasted.current = false;
          }}
          hint={`${facts.keyRequired ? (keyHints[engine] ?? '') : 'Leave it empty where none is asked for.'} Tested when it is pasted. Kept encrypted in your data directory.`.trim()}
          autoFocus={facts.keyRequired}
        />
        <TextField
          label="Address"
          mono
          type="url"
          inputMode="url"
          value={address}
          placeholder={usualAddress || templateOf(facts) || 'http://gpu-box:8000/v1'}
          onChange={(event) => type({ address: event.target.value })}
          hint="The key goes to this address and to no other."
        />
        <TextField
          label="Name"
          value={name}
          dir="auto"
          error={nameProblem(name)}
          placeholder={usualName || (url === '' ? 'gpu-box' : hostOf(url))}
          onChange={(event) => type({ name: event.target.value })}
        />
        <TypedTestNote step={test.step} host={hostOf(url)} />
        {failure === null ? null : (
          <Note tone="bad" live="alert">
            <b className="strong">It is not saved.</b> <span dir="auto">{failure}</span>
          </Note>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
