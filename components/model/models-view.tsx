'use client';

import { Plus } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useCommands } from '@/components/ui/commands';
import { Page } from '@/components/ui/page';
import { EmptyState, Note, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import type { DiscoveredEndpoint, WireProvider } from '@/lib/api/model-wire';
import { messageOf } from '@/lib/client/api';
import {
  useCreateProvider,
  useDeleteProvider,
  useDiscovered,
  useHealth,
  useModels,
  useProviders,
  useRestoreProvider,
  useUpdateModel,
  useUpdateProvider,
} from '@/lib/client/models';
import { useProviderTests, useRecordedTest } from '@/lib/client/provider-tests';
import { useNow } from '@/lib/client/use-now';
import { engineFacts, isEngineName, type EngineName } from '@/lib/llm/engines';
import { AddProvider } from './add-provider';
import { LocalCard } from './local-card';
import './model.css';
import { ProviderDetail } from './provider-detail';
import { ProviderList } from './provider-list';
import { modelsOf } from './provider-models';
import { providerKey } from './provider-state';

/** How long a delete can be taken back. */
const undoMs = 10_000;

/** The page of models: the local one, the providers, and one of them in full. */
export function ModelsView() {
  const health = useHealth().data;
  const providers = useProviders();
  const models = useModels().data ?? [];
  const found = useDiscovered().data ?? [];
  const tests = useProviderTests();
  const test = useRecordedTest();
  const create = useCreateProvider();
  const update = useUpdateProvider();
  const remove = useDeleteProvider();
  const restore = useRestoreProvider();
  const setPrice = useUpdateModel();
  const nowMs = useNow(30_000);
  const parameters = useSearchParams();
  const wanted = parameters.get('provider');
  // In the address, so that a page that misses a key can lead right to its form.
  const adding = addedEngine(parameters.get('add'));
  const setAdding = (engine: EngineName | null) =>
    window.history.replaceState(
      null,
      '',
      engine === null ? window.location.pathname : `?${new URLSearchParams({ add: engine }).toString()}`,
    );
  const [addingFound, setAddingFound] = useState<string | null>(null);

  const all = providers.data ?? [];
  const current =
    all.find((provider) => providerKey(provider) === wanted) ?? (wanted === null ? all[0] : undefined);
  const open = (key: string | null) =>
    window.history.pushState(null, '', key === null ? window.location.pathname : `?provider=${key}`);
  const tell = (error: unknown) => showToast({ tone: 'bad', text: messageOf(error) });
  const succeeds = (work: Promise<unknown>) =>
    work.then(
      () => true,
      (error: unknown) => {
        tell(error);
        return false;
      },
    );
  const addFound = async ({ name, engine, base_url }: DiscoveredEndpoint) => {
    setAddingFound(base_url);
    try {
      const { id } = await create.mutateAsync({ name, engine, base_url });
      open(String(id));
      if (id !== null) await test.run(id);
    } catch (error) {
      tell(error);
    }
    setAddingFound(null);
  };
  const added = (provider: WireProvider) => {
    setAdding(null);
    open(providerKey(provider));
  };
  const removeWithUndo = ({ id, name }: WireProvider) => {
    if (id === null) return;
    remove.mutate(
      { id },
      {
        onError: tell,
        onSuccess: () => {
          open(null);
          showToast({
            text: `Deleted “${name}” and its key.`,
            stayMs: undoMs,
            action: {
              label: 'Undo',
              run: () => restore.mutate({ id }, { onError: tell, onSuccess: () => open(String(id)) }),
            },
          });
        },
      },
    );
  };
  useCommands('Models', [
    { name: 'Add a provider', run: () => setAdding('OPENAI') },
    ...(current?.id == null
      ? []
      : [{ name: `Test ${current.name}`, run: () => void test.run(current.id ?? 0) }]),
  ]);
  const known = new Set(all.map(({ base_url: address }) => withoutSlash(address)));
  const isOpen = wanted !== null && current !== undefined;

  return (
    <Page
      title="Models"
      className={isOpen ? 'models one' : 'models'}
      actions={
        <Button look="primary" icon={Plus} onClick={() => setAdding('OPENAI')}>
          Add provider
        </Button>
      }
    >
      <nav className="providers" aria-label="Providers" data-pane>
        <LocalCard server={health?.model_server} />
        {providers.data === undefined && !providers.isError ? (
          <div className="stack" aria-busy>
            <Skeleton width="100%" height={48} />
            <Skeleton width="100%" height={48} />
          </div>
        ) : (
          <ProviderList
            providers={all}
            models={models}
            tests={tests}
            found={found.filter(({ base_url: address }) => !known.has(withoutSlash(address)))}
            current={current === undefined ? null : providerKey(current)}
            adding={addingFound}
            onOpen={open}
            onAdd={() => setAdding('REMOTE')}
            onAddFound={(endpoint) => void addFound(endpoint)}
          />
        )}
      </nav>
      <div className="detail" data-pane>
        <Button className="phone-only models-back" look="ghost" onClick={() => open(null)}>
          All providers
        </Button>
        {providers.isError ? (
          <Note tone="bad" live="alert">
            {messageOf(providers.error)}
          </Note>
        ) : null}
        {current === undefined ? (
          providers.data === undefined ? null : (
            <EmptyState
              title="No provider yet"
              actions={
                <Button look="primary" icon={Plus} onClick={() => setAdding('OPENAI')}>
                  Add provider
                </Button>
              }
            >
              Recipes that name a hosted model need its provider’s key. The local model needs none.
            </EmptyState>
          )
        ) : (
          <ProviderDetail
            key={providerKey(current)}
            provider={current}
            models={modelsOf(current, models)}
            test={current.id === null ? undefined : tests[current.id]}
            testing={test.testing?.id === current.id ? { model: test.testing.model ?? null } : null}
            nowMs={nowMs}
            saving={update.isPending}
            onSave={(change) =>
              current.id === null
                ? Promise.resolve(null)
                : update.mutateAsync({ id: current.id, ...change }).then(
                    () => null,
                    (error: unknown) => messageOf(error),
                  )
            }
            onTest={(model) => {
              if (current.id !== null) void test.run(current.id, model);
            }}
            onPrice={(model, price) => succeeds(setPrice.mutateAsync({ id: model.id, ...price }))}
            onDelete={() => removeWithUndo(current)}
          />
        )}
      </div>
      {adding === null ? null : (
        <AddProvider
          key={adding}
          first={adding}
          onClose={() => setAdding(null)}
          onSave={(body, id) =>
            id === null ? create.mutateAsync(body) : update.mutateAsync({ id, ...body })
          }
          onTest={(id) => test.run(id)}
          onRemove={(id) => remove.mutate({ id }, { onError: tell })}
          onAdded={added}
        />
      )}
    </Page>
  );
}

function addedEngine(text: string | null): EngineName | null {
  return text !== null && isEngineName(text) && engineFacts(text).protocol !== 'unsupported' ? text : null;
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '').replace('//localhost', '//127.0.0.1');
}
