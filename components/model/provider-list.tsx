'use client';

import { Plus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Dot } from '@/components/ui/pill';
import type { DiscoveredEndpoint, WireModel, WireProvider } from '@/lib/api/model-wire';
import { formatCompact, formatCount } from '@/lib/client/format';
import { modelsOf } from './provider-models';
import { initials, needsKey, providerState, refusalOf } from './provider-state';

/** The providers, those of the environment among them, and what was found on this machine. */
export function ProviderList({
  providers,
  models,
  found,
  current,
  adding,
  onOpen,
  onAdd,
  onAddFound,
}: {
  providers: readonly WireProvider[];
  models: readonly WireModel[];
  found: readonly DiscoveredEndpoint[];
  current: string | null;
  /** The address that is being added now. */
  adding: string | null;
  onOpen: (key: string) => void;
  onAdd: () => void;
  onAddFound: (endpoint: DiscoveredEndpoint) => void;
}) {
  return (
    <>
      <h3 className="providers-title">Providers</h3>
      {providers.length === 0 ? (
        <p className="providers-none small t3">None yet. The local model works without one.</p>
      ) : null}
      {providers.map((provider) => {
        const key = String(provider.id);
        const { word, tone } = providerState(provider);
        return (
          <button
            key={key}
            type="button"
            className="provider"
            aria-current={key === current ? 'true' : undefined}
            onClick={() => onOpen(key)}
          >
            <span className="badge" aria-hidden>
              {initials(provider.name)}
            </span>
            <span className="provider-words">
              <b className="strong cut" dir="auto">
                {provider.name}
              </b>
              <span className="small t3 cut">{aboutWords(provider, models)}</span>
            </span>
            <span className={`row tight small ${tone === 'plain' ? 't3' : tone}`}>
              {tone === 'plain' ? null : <Dot tone={tone} />}
              {word}
            </span>
          </button>
        );
      })}
      <Button look="ghost" icon={Plus} className="provider-add" onClick={onAdd}>
        Any OpenAI-compatible address
      </Button>
      {found.length === 0 ? null : (
        <>
          <h3 className="providers-title">Found on this machine</h3>
          {found.map((endpoint) => (
            <div key={endpoint.base_url} className="provider found">
              <span className="badge" aria-hidden>
                {initials(endpoint.name)}
              </span>
              <span className="provider-words">
                <b className="strong cut">{endpoint.name}</b>
                <span className="small t3 cut">
                  {modelCount(endpoint.models.length)}, {endpoint.base_url}
                </span>
              </span>
              <Button size="small" busy={adding === endpoint.base_url} onClick={() => onAddFound(endpoint)}>
                Add
              </Button>
            </div>
          ))}
        </>
      )}
    </>
  );
}

function aboutWords(provider: WireProvider, models: readonly WireModel[]): string {
  if (needsKey(provider)) return 'No key yet';
  if (refusalOf(provider) !== null) return 'Key refused';
  const count = modelsOf(provider, models).length;
  const limit = provider.requests_per_minute;
  if (count === 0) return provider.base_url || 'no address yet';
  return limit === null ? modelCount(count) : `${modelCount(count)}, ${formatCompact(limit)}/min`;
}

function modelCount(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'model' : 'models'}`;
}
