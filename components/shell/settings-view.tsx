'use client';

import { Copy } from 'lucide-react';
import Link from 'next/link';
import { Suspense, use } from 'react';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';
import { Page } from '@/components/ui/page';
import { Dot } from '@/components/ui/pill';
import { Skeleton } from '@/components/ui/states';
import { Choice } from '@/components/ui/tabs';
import { formatBytes } from '@/lib/client/format';
import { useHealth } from '@/lib/client/models';
import { ApiKeysCard } from './api-keys-card';
import { themeChoices, themeNames } from './theme';
import { useTheme } from './use-theme';

type Size = { database: number; models: number; files: number };
type Library = { name: string; version: string; licence: string };

const themes = themeChoices.map((value) => ({ value, label: themeNames[value] }));

/** The settings of this browser, the keys of programs, and where this server keeps what it knows. */
export function SettingsView({
  dataDir,
  size,
  address,
  libraries,
}: {
  dataDir: string;
  size: Promise<Size>;
  address: string;
  libraries: readonly Library[];
}) {
  const { choice, choose } = useTheme();
  const health = useHealth();
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
            <p className="small t2 num">
              <Suspense fallback={<Skeleton width={240} />}>
                <SizeWords size={size} />
              </Suspense>
            </p>
          </div>
          <Button icon={Copy} onClick={() => void copyText(dataDir, 'Path copied')}>
            Copy path
          </Button>
        </div>
        <dl className="about about-data">
          <dt>Backup</dt>
          <dd>A copy of it, made while Seedloom is stopped: database, key file and models</dd>
          <dt>Another one</dt>
          <dd>
            <code className="mono">npm start -- --data-dir PATH</code>
          </dd>
          <dt>Clearing</dt>
          <dd>
            Once a day, answers of models that no row has used for 30 days; at once by{' '}
            <code className="mono">bin/seedloom gc</code>
          </dd>
        </dl>
      </section>
      <section className="card" aria-labelledby="about">
        <div className="card-head">
          <h2 id="about">About</h2>
        </div>
        <dl className="about">
          <dt>Seedloom</dt>
          <dd className="num">{health.data === undefined ? <Skeleton width={48} /> : health.data.version}</dd>
          <dt>Licence</dt>
          <dd>None is granted: all rights reserved</dd>
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
        <details className="libraries">
          <summary>{libraries.length} libraries, the local model, and their licences</summary>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Library</th>
                <th scope="col">Version</th>
                <th scope="col">Licence</th>
              </tr>
            </thead>
            <tbody>
              {libraries.map(({ name, version, licence }) => (
                <tr key={name}>
                  <td className="mono">{name}</td>
                  <td className="num">{version}</td>
                  <td>{licence}</td>
                </tr>
              ))}
              <tr>
                <td className="mono">SmolLM2-135M-Instruct</td>
                <td className="num">Q4_1</td>
                <td>Apache-2.0</td>
              </tr>
            </tbody>
          </table>
        </details>
      </section>
    </Page>
  );
}

function SizeWords({ size }: { size: Promise<Size> }) {
  const { database, models, files } = use(size);
  return (
    <>
      {formatBytes(database + models + files)}: database {formatBytes(database)}, models {formatBytes(models)}
      , files {formatBytes(files)}
    </>
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
