'use client';

import { Ellipsis, KeyRound, Trash2, Zap } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Dot, Pill } from '@/components/ui/pill';
import type { UpdateModelBody, UpdateProviderBody, WireModel, WireProvider } from '@/lib/api/model-wire';
import type { TestRecord } from '@/lib/client/provider-tests';
import { nameProblem } from '@/lib/client/name-problem';
import { LimitFields } from './limit-fields';
import { ModelsTable } from './models-table';
import { SavedField } from './saved-field';
import { initials, keyVariable, providerState } from './provider-state';
import { TestCard } from './test-card';

type DetailProps = {
  provider: WireProvider;
  models: readonly WireModel[];
  test: TestRecord | undefined;
  /** What is being tested now: the provider itself (null) or one of its models. */
  testing: { model: string | null } | null;
  nowMs: number | null;
  saving: boolean;
  /** Resolves to null when it is kept, else to the reason. */
  onSave: (change: UpdateProviderBody) => Promise<string | null>;
  onTest: (model?: string) => void;
  onPrice: (model: WireModel, price: UpdateModelBody) => Promise<boolean>;
  onDelete: () => void;
};

/** One provider: key, address, limits, its last test, its models with their prices. */
export function ProviderDetail(props: DetailProps) {
  const { provider, models, test, testing, onTest } = props;
  const { word, tone } = providerState(provider, test);
  const isStored = provider.id !== null;
  return (
    <>
      <div className="row provider-head">
        <span className="badge" aria-hidden>
          {initials(provider.name)}
        </span>
        <h2 className="cut provider-name" dir="auto">
          {provider.name}
        </h2>
        <Pill tone={tone}>
          {tone === 'plain' ? null : <Dot tone={tone} />}
          {word}
        </Pill>
        {isStored ? (
          <span className="right row">
            <Button icon={Zap} busy={testing?.model === null} onClick={() => onTest()}>
              {test === undefined ? 'Test' : 'Test again'}
            </Button>
            <Menu
              label={`More for ${provider.name}`}
              trigger={<IconButton label={`More for ${provider.name}`} icon={Ellipsis} />}
            >
              <MenuItem icon={Trash2} danger onSelect={props.onDelete}>
                Delete
              </MenuItem>
            </Menu>
          </span>
        ) : null}
      </div>
      <div className="form2">
        {isStored ? <Settings key={provider.id} {...props} /> : <FromEnvironment provider={provider} />}
        {isStored ? (
          <TestCard test={test} isTesting={testing !== null} nowMs={props.nowMs} name={provider.name} />
        ) : null}
      </div>
      <ModelsTable
        models={models}
        testing={testing?.model ?? null}
        onTest={isStored ? onTest : null}
        onPrice={props.onPrice}
      />
    </>
  );
}

function FromEnvironment({ provider }: { provider: WireProvider }) {
  const variable = keyVariable(provider.engine);
  return (
    <div className="stack">
      <div className="field">
        <span className="label">API key</span>
        <span className="input large mono">
          <Icon of={KeyRound} />
          {provider.api_key ?? 'none'}
        </span>
        <p className="hint">
          From the environment{variable === null ? '' : ` (${variable})`}, stored nowhere. It is read anew at
          each start.
        </p>
      </div>
      <div className="field">
        <span className="label">Address</span>
        <span className="input large mono">
          <span className="cut">{provider.base_url}</span>
        </span>
      </div>
    </div>
  );
}

function Settings({ provider, saving, onSave }: DetailProps) {
  const [key, setKey] = useState<string | null>(provider.api_key === null ? '' : null);
  const [refusal, setRefusal] = useState<string | null>(null);
  // An address at another server, which waits for a key of its own: the stored one doesn't follow it there.
  const [moving, setMoving] = useState<string | null>(null);
  const saveKey = async () => {
    const secret = key?.trim() ?? '';
    if (secret === '') return;
    const reason = await onSave({ api_key: secret, ...(moving !== null && { base_url: moving }) });
    setRefusal(reason);
    if (reason !== null) return;
    setKey(null);
    setMoving(null);
  };
  const saveAddress = async (address: string) => {
    const isElsewhere = provider.api_key !== null && originOf(address) !== originOf(provider.base_url);
    if (!isElsewhere || !URL.canParse(address)) return onSave({ base_url: address });
    setMoving(address);
    setKey('');
    return null;
  };
  return (
    <form
      className="stack settings"
      aria-label={`${provider.name} settings`}
      onSubmit={(event) => {
        event.preventDefault();
        void saveKey();
      }}
    >
      <SavedField
        label="Name"
        dir="auto"
        value={provider.name}
        problemOf={(typed) => (typed === '' ? 'A provider needs a name' : nameProblem(typed))}
        onSave={(name) => onSave({ name })}
      />
      {key === null ? (
        <div className="field">
          <span className="label">API key</span>
          <div className="row">
            <span className="input large mono grow">
              <Icon of={KeyRound} />
              <span className="cut">••••••••••••••••{provider.api_key?.slice(-4)}</span>
            </span>
            <Button size="large" onClick={() => setKey('')}>
              Replace
            </Button>
          </div>
          <p className="hint">
            Kept encrypted in your data directory. The browser only ever sees the last four characters.
          </p>
        </div>
      ) : (
        <div className="row key-field">
          <div className="grow">
            <TextField
              label={moving === null ? 'API key' : `API key for ${moving}`}
              type="password"
              mono
              lead={<Icon of={KeyRound} />}
              value={key}
              error={refusal ?? undefined}
              onChange={(event) => {
                setKey(event.target.value);
                setRefusal(null);
              }}
              hint="Kept encrypted in your data directory. It goes to this provider’s address and to no other."
            />
          </div>
          <Button
            type="submit"
            size="large"
            look="primary"
            busy={saving}
            off={key.trim() === '' ? 'Enter a key first' : undefined}
          >
            Save key
          </Button>
          {provider.api_key === null ? null : (
            <Button
              size="large"
              onClick={() => {
                setKey(null);
                setMoving(null);
                setRefusal(null);
              }}
            >
              Keep the old one
            </Button>
          )}
        </div>
      )}
      <SavedField
        label="Address"
        mono
        type="url"
        value={moving ?? provider.base_url}
        hint={
          moving === null ? undefined : 'Moves there when its key is saved: the old one is not sent there.'
        }
        problemOf={(typed) => (typed === '' ? 'A provider needs an address' : undefined)}
        onSave={saveAddress}
      />
      <LimitFields provider={provider} onSave={onSave} />
    </form>
  );
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address;
}
