'use client';

import { Copy, KeyRound, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useCommands } from '@/components/ui/commands';
import { copyText } from '@/components/ui/copy-text';
import { SelectFrame } from '@/components/ui/field';
import { Note, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import { keyScope, type KeyScope } from '@/lib/api/key-scope';
import type { WireApiKey } from '@/lib/api/model-wire';
import { messageOf } from '@/lib/client/api';
import { useApiKeys, useCreateApiKey, useRevokeApiKey } from '@/lib/client/api-keys';
import { formatAgo } from '@/lib/client/format';
import { useNow } from '@/lib/client/use-now';
import { longestName } from '@/lib/util/longest-name';

/** The keys with which programs reach this server: made, shown once, revoked. */
export function ApiKeysCard() {
  const keys = useApiKeys();
  const create = useCreateApiKey();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<KeyScope>('admin');
  const isOpen = keys.data?.length === 0;
  // The first key must be able to make others.
  const scope = isOpen ? 'admin' : chosen;
  const make = () =>
    create.mutate(
      { name: name.trim(), scope },
      {
        onSuccess: () => setName(''),
        onError: (error) => showToast({ tone: 'bad', text: messageOf(error) }),
      },
    );
  const nameField = useRef<HTMLInputElement>(null);
  useCommands('Settings', [{ name: 'Make an API key', run: () => nameField.current?.focus() }]);
  return (
    <section className="card" aria-labelledby="api-keys">
      <div className="card-head">
        <h2 id="api-keys">API keys</h2>
      </div>
      {create.data === undefined ? null : <NewKey secret={create.data.key} onDone={() => create.reset()} />}
      <div className="setting api-keys">
        {keys.isError ? (
          <Note tone="bad">{messageOf(keys.error)}</Note>
        ) : keys.data === undefined ? (
          <Skeleton width={240} />
        ) : isOpen ? (
          <p className="t2">
            None: on this machine everybody may use the API without one. As soon as there is a key, programs
            and browsers need it; this browser is signed in with the first.
          </p>
        ) : (
          <ul className="key-list" aria-label="Keys">
            {keys.data.map((key) => (
              <KeyLine key={key.id} apiKey={key} isLast={keys.data.length === 1} />
            ))}
          </ul>
        )}
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            make();
          }}
        >
          <label className="input grow">
            <span className="hidden-text">Name of the new key</span>
            <input
              ref={nameField}
              placeholder="Name, such as notebook"
              maxLength={longestName}
              dir="auto"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <SelectFrame>
            <select
              aria-label="What the new key may do"
              value={scope}
              onChange={(event) => setChosen(keyScope.parse(event.target.value))}
            >
              {keyScope.options.map((one) => (
                <option key={one} value={one} disabled={isOpen && one !== 'admin'}>
                  {scopeWords[one]}
                </option>
              ))}
            </select>
          </SelectFrame>
          <Button icon={Plus} type="submit" busy={create.isPending}>
            Make a key
          </Button>
        </form>
      </div>
    </section>
  );
}

const scopeWords: Readonly<Record<KeyScope, string>> = {
  read: 'Look only',
  run: 'Run and change',
  admin: 'Everything',
};

function NewKey({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <div className="setting">
      <Note
        tone="ok"
        live="status"
        action={
          <>
            <Button size="small" icon={Copy} onClick={() => void copyText(secret, 'Key copied')}>
              Copy
            </Button>
            <Button size="small" look="ghost" onClick={onDone}>
              Done
            </Button>
          </>
        }
      >
        The new key, shown this once: <code className="mono new-key">{secret}</code>
      </Note>
    </div>
  );
}

function KeyLine({ apiKey, isLast }: { apiKey: WireApiKey; isLast: boolean }) {
  const revoke = useRevokeApiKey();
  const [isSure, setIsSure] = useState(false);
  const nowMs = useNow(30_000);
  const { id, name, hint, scope, created_at: created, last_used_at: used } = apiKey;
  const remove = () =>
    revoke.mutate(id, {
      onSuccess: () =>
        showToast({ text: `${name} was revoked. Programs that use it are refused from now on.` }),
      onError: (error) => showToast({ tone: 'bad', text: messageOf(error) }),
    });
  return (
    <li className="key-line">
      <KeyRound size={16} aria-hidden />
      <span className="cut">
        <b className="strong" dir="auto">
          {name}
        </b>{' '}
        <code className="mono t3">…{hint}</code>
        <span className="small t3 cut">
          {scopeWords[scope].toLowerCase()}, made {formatAgo(created, nowMs ?? Date.parse(created))},{' '}
          {used === null ? 'never used' : `last used ${formatAgo(used, nowMs ?? Date.parse(used))}`}
        </span>
      </span>
      <span className="row right">
        {isSure ? (
          <>
            <Button size="small" look="danger-solid" busy={revoke.isPending} onClick={remove}>
              {isLast ? 'Revoke, and open the API' : 'Revoke it now'}
            </Button>
            <Button size="small" look="ghost" onClick={() => setIsSure(false)}>
              Keep
            </Button>
          </>
        ) : (
          <Button size="small" look="danger" onClick={() => setIsSure(true)} aria-label={`Revoke ${name}…`}>
            Revoke…
          </Button>
        )}
      </span>
    </li>
  );
}
