'use client';

import { Ellipsis, KeyRound, Trash2, Zap } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Dot, Pill } from '@/components/ui/pill';
import type { UpdateProviderBody, WireModel, WireProvider } from '@/lib/api/model-wire';
import type { TestRecord } from '@/lib/client/provider-tests';
import { LimitFields } from './limit-fields';
import { ModelsTable } from './models-table';
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
  onSave: (change: UpdateProviderBody) => Promise<boolean>;
  onTest: (model?: string) => void;
  onPrice: (model: WireModel, price: { input: number | null; output: number | null }) => Promise<boolean>;
  onDelete: () => void;
};

/** One provider: key, address, limits, its last test, its models with their prices. */
export function ProviderDetail(props: DetailProps) {
  const { provider, models, test, testing, onTest } = props;
  const [asks, setAsks] = useState(false);
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
              <MenuItem icon={Trash2} danger onSelect={() => setAsks(true)}>
                Delete…
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
      <ConfirmDialog
        open={asks}
        title={`Delete ${provider.name}?`}
        confirm="Delete"
        keep="Keep"
        onConfirm={() => {
          setAsks(false);
          props.onDelete();
        }}
        onClose={() => setAsks(false)}
      >
        Its key is forgotten. Runs that use it fail until there is another; what they made stays.
      </ConfirmDialog>
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
  const [address, setAddress] = useState(provider.base_url);
  const saveKey = async () => {
    const secret = key?.trim() ?? '';
    if (secret !== '' && (await onSave({ api_key: secret }))) setKey(null);
  };
  const saveAddress = async () => {
    const next = address.trim();
    if (next !== '' && next !== provider.base_url && !(await onSave({ base_url: next })))
      setAddress(provider.base_url);
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
              label="API key"
              type="password"
              mono
              lead={<Icon of={KeyRound} />}
              value={key}
              onChange={(event) => setKey(event.target.value)}
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
            <Button size="large" onClick={() => setKey(null)}>
              Keep the old one
            </Button>
          )}
        </div>
      )}
      <TextField
        label="Address"
        mono
        type="url"
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        onBlur={() => void saveAddress()}
      />
      <LimitFields provider={provider} onSave={onSave} />
    </form>
  );
}
