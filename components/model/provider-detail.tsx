'use client';

import { Ellipsis, KeyRound, Trash2, Zap } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Dot, Pill } from '@/components/ui/pill';
import type { UpdateProviderBody, WireModel, WireProvider } from '@/lib/api/model-wire';
import { nameProblem } from '@/lib/client/name-problem';
import { isEngineName } from '@/lib/llm/engines';
import { KeyField } from './key-field';
import { LimitFields } from './limit-fields';
import { ModelsTable } from './models-table';
import { SavedField } from './saved-field';
import { initials, keyVariable, providerState } from './provider-state';
import { TestCard } from './test-card';
import { statedChange, testedModel, testWords } from './test-words';

type DetailProps = {
  provider: WireProvider;
  models: readonly WireModel[];
  /** What is being tested now: the provider itself (null) or one of its models. */
  testing: { model: string | null } | null;
  nowMs: number | null;
  saving: boolean;
  /** Whether a new key is asked for. */
  asksKey: boolean;
  onAskKey: (asks: boolean) => void;
  /** Resolves to null when it is kept, else to the reason. */
  onSave: (change: UpdateProviderBody) => Promise<string | null>;
  onTest: (model?: string) => void;
  usedBy: (model: string) => readonly string[];
  onPrice: (model: WireModel) => void;
  onDelete: () => void;
};

/** One provider: key, address, limits, its last test, its models with their prices. */
export function ProviderDetail(props: DetailProps) {
  const { provider, models, testing, onTest } = props;
  const { word, tone } = providerState(provider);
  const { last_test: test } = provider;
  const tested = models.find(({ name }) => name === testedModel(models));
  const isStored = provider.origin === 'stored';
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
            <Button
              icon={Zap}
              busy={testing !== null && testing.model === (tested?.name ?? null)}
              hint={tested && testWords(tested)}
              onClick={() => onTest(tested?.name)}
            >
              {test === null ? 'Test' : 'Test again'}
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
          <TestCard
            provider={provider}
            isTesting={testing !== null}
            nowMs={props.nowMs}
            about={
              tested === undefined
                ? 'A test lists the models, which is free. The one beside a model asks it something short.'
                : `A test: ${testWords(tested)}.`
            }
            onUseLimits={() => {
              if (test?.stated_limits) void props.onSave(statedChange(test.stated_limits));
            }}
          />
        ) : null}
      </div>
      <ModelsTable
        models={models}
        usedBy={props.usedBy}
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

function Settings({ provider, saving, asksKey, onAskKey, onSave }: DetailProps) {
  // An address at another server, which waits for a key of its own: the stored one doesn't follow it there.
  const [moving, setMoving] = useState<string | null>(null);
  const saveKey = async (key: string) => {
    const reason = await onSave({ api_key: key, ...(moving !== null && { base_url: moving }) });
    if (reason === null) keepKey();
    return reason;
  };
  const keepKey = () => {
    setMoving(null);
    onAskKey(false);
  };
  const saveAddress = async (address: string) => {
    const isElsewhere = provider.api_key !== null && originOf(address) !== originOf(provider.base_url);
    if (!isElsewhere || !URL.canParse(address)) return onSave({ base_url: address });
    setMoving(address);
    return null;
  };
  return (
    <form
      className="stack settings"
      aria-label={`${provider.name} settings`}
      onSubmit={(event) => event.preventDefault()}
    >
      <SavedField
        label="Name"
        dir="auto"
        value={provider.name}
        problemOf={(typed) => (typed === '' ? 'A provider needs a name' : nameProblem(typed))}
        onSave={(name) => onSave({ name })}
      />
      {provider.api_key !== null && moving === null && !asksKey ? (
        <div className="field">
          <span className="label">API key</span>
          <div className="row">
            <span className="input large mono grow">
              <Icon of={KeyRound} />
              <span className="cut">••••••••••••••••{provider.api_key.slice(-4)}</span>
            </span>
            <Button size="large" onClick={() => onAskKey(true)}>
              Replace
            </Button>
          </div>
          <p className="hint">
            Kept encrypted in your data directory. The browser only ever sees the last four characters.
          </p>
        </div>
      ) : (
        <KeyField
          label={moving === null ? 'API key' : `API key for ${moving}`}
          engine={isEngineName(provider.engine) ? provider.engine : 'REMOTE'}
          address={moving ?? provider.base_url}
          saving={saving}
          onSave={saveKey}
          onKeep={provider.api_key === null ? undefined : keepKey}
        />
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
