'use client';

import { Plus } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useCommands } from '@/components/ui/commands';
import { Page } from '@/components/ui/page';
import { EmptyState, Note, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import type { DiscoveredEndpoint, ProviderId, WireModel, WireProvider } from '@/lib/api/model-wire';
import { messageOf } from '@/lib/client/api';
import {
  useCreateProvider,
  useDeleteProvider,
  useDiscovered,
  useGetLocalModel,
  useLocalModel,
  useModelsNow,
  useProviders,
  useTestProvider,
  useUpdateModel,
  useUpdateProvider,
} from '@/lib/client/models';
import { priceKey } from '@/lib/client/price-address';
import { useRecipes } from '@/lib/client/recipes';
import { useNow } from '@/lib/client/use-now';
import { engineFacts, isEngineName, type EngineName } from '@/lib/llm/engines';
import { AddProvider } from './add-provider';
import { KeyRefused } from './key-refused';
import { LocalCard } from './local-card';
import './model.css';
import { PriceDialog } from './price-dialog';
import { ProviderDetail } from './provider-detail';
import { ProviderList } from './provider-list';
import { modelsOf } from './provider-models';
import { testedModel } from './test-words';

/** The page of models: the local one, the providers, and one of them in full. */
export function ModelsView() {
  const local = useLocalModel().data;
  const getLocal = useGetLocalModel();
  const providers = useProviders();
  const models = useModelsNow().data ?? [];
  const recipes = useRecipes().data ?? [];
  const found = useDiscovered().data ?? [];
  const test = useTestProvider();
  const create = useCreateProvider();
  const update = useUpdateProvider();
  const remove = useDeleteProvider();
  const setPrice = useUpdateModel();
  const nowMs = useNow(30_000);
  const parameters = useSearchParams();
  const wanted = parameters.get('provider');
  const wantedPrice = parameters.get('price');
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
    all.find((provider) => String(provider.id) === wanted) ?? (wanted === null ? all[0] : undefined);
  const ofWantedPrice = models.filter((model) => priceKey(model) === wantedPrice);
  // One name may stand at several addresses: that of the open provider goes first.
  const priced = ofWantedPrice.find((model) => model.base_url === current?.base_url) ?? ofWantedPrice[0];
  const open = (key: string | null) =>
    window.history.pushState(null, '', key === null ? window.location.pathname : `?provider=${key}`);
  const askKey = (key: string, asks: boolean) =>
    window.history.replaceState(null, '', `?provider=${key}${asks ? '&key=new' : ''}`);
  const askPrice = (model: WireModel | null) => {
    const parts = new URLSearchParams();
    if (current !== undefined) parts.set('provider', String(current.id));
    if (model !== null) parts.set('price', priceKey(model));
    window.history.replaceState(null, '', `?${parts.toString()}`);
  };
  const tell = (error: unknown) => showToast({ tone: 'bad', text: messageOf(error) });
  const runTest = (id: ProviderId, model?: string) => {
    test.mutate({ id, ...(model !== undefined && { model, learn: true }) }, { onError: tell });
  };
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
      runTest(id);
    } catch (error) {
      tell(error);
    }
    setAddingFound(null);
  };
  const added = (provider: WireProvider) => {
    setAdding(null);
    open(String(provider.id));
    // The key is stored now: its models are to be known from here on.
    runTest(provider.id);
  };
  const removeWithUndo = ({ id, name }: WireProvider) => {
    if (typeof id !== 'number') return;
    // The page may have been left meanwhile, and the address is that of another.
    remove.mutateAsync({ id, name }).then(() => {
      if (window.location.pathname === '/models') open(null);
    }, tell);
  };
  useCommands('Models', [
    { name: 'Add a provider', run: () => setAdding('OPENAI') },
    ...(current?.origin !== 'stored'
      ? []
      : [
          {
            name: `Test ${current.name}`,
            run: () => runTest(current.id, testedModel(modelsOf(current, models))),
          },
        ]),
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
        <LocalCard model={local} onGet={() => getLocal.mutate(undefined, { onError: tell })} />
        {providers.data === undefined && !providers.isError ? (
          <div className="stack" aria-busy>
            <Skeleton width="100%" height={48} />
            <Skeleton width="100%" height={48} />
          </div>
        ) : (
          <ProviderList
            providers={all}
            models={models}
            found={found.filter(({ base_url: address }) => !known.has(withoutSlash(address)))}
            current={current === undefined ? null : String(current.id)}
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
        {all.map((provider) => (
          <KeyRefused
            key={String(provider.id)}
            provider={provider}
            onEnterKey={() => askKey(String(provider.id), true)}
          />
        ))}
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
            key={String(current.id)}
            provider={current}
            models={modelsOf(current, models)}
            testing={
              test.isPending && test.variables.id === current.id
                ? { model: test.variables.model ?? null }
                : null
            }
            nowMs={nowMs}
            saving={update.isPending}
            onSave={(change) =>
              current.origin === 'environment'
                ? Promise.resolve(null)
                : update.mutateAsync({ id: current.id, ...change }).then(
                    () => {
                      if (typeof change.api_key === 'string') runTest(current.id);
                      return null;
                    },
                    (error: unknown) => messageOf(error),
                  )
            }
            asksKey={parameters.get('key') === 'new'}
            onAskKey={(asks) => askKey(String(current.id), asks)}
            onTest={(model) => runTest(current.id, model)}
            usedBy={(name) => recipes.filter(({ model }) => model === name).map((recipe) => recipe.name)}
            onPrice={askPrice}
            onDelete={() => removeWithUndo(current)}
          />
        )}
      </div>
      {priced === undefined ? null : (
        <PriceDialog
          key={priced.id}
          model={priced}
          onSave={(price) => succeeds(setPrice.mutateAsync({ id: priced.id, ...price }))}
          onClose={() => askPrice(null)}
        />
      )}
      {adding === null ? null : (
        <AddProvider
          engine={adding}
          onEngine={setAdding}
          onClose={() => setAdding(null)}
          onSave={(body) => create.mutateAsync(body)}
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
