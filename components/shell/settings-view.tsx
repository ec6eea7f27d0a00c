'use client';

import { Copy } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { Dot } from '@/components/ui/pill';
import { Skeleton } from '@/components/ui/states';
import { Choice } from '@/components/ui/tabs';
import { showToast } from '@/components/ui/toast';
import { useHealth } from '@/lib/client/models';
import { ApiKeysCard } from './api-keys-card';
import { useTheme } from './use-theme';

const themes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'As the system' },
] as const;

/** The settings of this browser, the keys of programs, and where this server keeps what it knows. */
export function SettingsView({ dataDir, address }: { dataDir: string; address: string }) {
  const { choice, choose } = useTheme();
  const health = useHealth();
  const copy = () =>
    void navigator.clipboard.writeText(dataDir).then(() => showToast({ text: 'Path copied' }));
  return (
    <Page title="Settings" className="page settings-page">
      <section className="card" aria-labelledby="look">
        <div className="card-head">
          <h2 id="look">Look</h2>
        </div>
        <div className="setting">
          <div>
            <b className="strong">Theme</b>
            <p className="small t3">Kept in this browser.</p>
          </div>
          <Choice items={themes} value={choice} onChange={choose} label="Theme" />
        </div>
      </section>
      <ApiKeysCard />
      <section className="card" aria-labelledby="data">
        <div className="card-head">
          <h2 id="data">Data directory</h2>
        </div>
        <div className="setting">
          <div className="cut">
            <code className="mono setting-path">{dataDir}</code>
            <p className="small t3">
              Database, key file and models. Copy it while Seedloom is stopped, and you have a backup. Another
              one: <code className="mono">npm start -- --data-dir PATH</code>
            </p>
          </div>
          <Button icon={Copy} onClick={copy}>
            Copy path
          </Button>
        </div>
      </section>
      <section className="card" aria-labelledby="about">
        <div className="card-head">
          <h2 id="about">About</h2>
        </div>
        <dl className="about">
          <dt>Seedloom</dt>
          <dd className="num">{health.data === undefined ? <Skeleton width={48} /> : health.data.version}</dd>
          <dt>Address</dt>
          <dd className="mono">{address}</dd>
          <dt>API</dt>
          <dd>
            <Link href="/docs/api">Reference</Link>
          </dd>
          <dt>Worker</dt>
          <dd>
            {health.data === undefined ? (
              <Skeleton width={80} />
            ) : (
              <State
                good={health.data.worker.status === 'ok'}
                word={health.data.worker.status === 'ok' ? 'Running' : 'Not running'}
              />
            )}
          </dd>
          <dt>Local model</dt>
          <dd>
            {health.data === undefined ? (
              <Skeleton width={80} />
            ) : (
              <State
                good={health.data.model_server.status !== 'absent'}
                word={
                  health.data.model_server.status === 'absent'
                    ? 'Not there'
                    : (health.data.model_server.model ?? 'Ready')
                }
              />
            )}
          </dd>
        </dl>
      </section>
    </Page>
  );
}

function State({ good, word }: { good: boolean; word: string }) {
  return (
    <span className="row tight">
      <Dot tone={good ? 'ok' : 'plain'} />
      <span className="cut">{word}</span>
    </span>
  );
}
