'use client';

import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { Dot, Pill, type Tone } from '@/components/ui/pill';
import { useSpoken } from '@/components/ui/spoken';
import { Note, Skeleton } from '@/components/ui/states';
import type { LocalModel } from '@/lib/api/model-wire';
import { formatShare } from '@/lib/client/format';

const states: Record<LocalModel['status'], { word: string; tone: Tone }> = {
  ok: { word: 'Ready', tone: 'ok' },
  idle: { word: 'Idle', tone: 'ok' },
  starting: { word: 'Loading', tone: 'live' },
  absent: { word: 'Not downloaded', tone: 'plain' },
  away: { word: 'Not there', tone: 'plain' },
  'out-of-memory': { word: 'Out of memory', tone: 'bad' },
  broken: { word: 'Not working', tone: 'bad' },
};

const starter = 'SmolLM2-135M-Instruct';
const starterSize = '98 MB';

/** The model on this machine: its state and figures, what it is good for, and what to do when it isn't there. */
export function LocalCard({ model, onGet }: { model: LocalModel | undefined; onGet: () => void }) {
  return (
    <section className="card local" aria-labelledby="local">
      <div className="row">
        <h2 id="local">Local model</h2>
        <span className="right">
          {model === undefined ? <Skeleton width={64} height={20} /> : <LocalPill model={model} />}
        </span>
      </div>
      {model === undefined ? null : <LocalBody model={model} onGet={onGet} />}
    </section>
  );
}

function LocalPill({ model }: { model: LocalModel }) {
  const { word, tone } = states[model.status];
  const isLoading = model.status === 'starting';
  const share = model.loaded_share;
  return (
    <Pill tone={tone} pulse={isLoading}>
      {isLoading ? null : <Dot tone={tone} />}
      {isLoading && share !== null ? `${word} ${formatShare(Math.round(share * 100), 100)}` : word}
    </Pill>
  );
}

function LocalBody({ model, onGet }: { model: LocalModel; onGet: () => void }) {
  switch (model.status) {
    case 'away':
      return (
        <>
          <p className="small t2">
            A small model ({starter}, {starterSize}) that runs here: no key, no cost. Its server isn’t
            running: <code className="mono">npm start</code> starts it, unless it was told{' '}
            <code className="mono">--no-model</code>.
          </p>
          <OwnFile />
        </>
      );
    case 'absent':
      return (
        <>
          <p className="small t2">
            A small model ({starter}) that runs here: no key, no cost. Good for short stories.
          </p>
          <GetModel download={model.download} onGet={onGet} />
          <OwnFile />
        </>
      );
    case 'out-of-memory':
      return (
        <Loaded model={model}>
          <Note tone="bad">
            There isn’t enough free memory to load it. Close other programs, then try it again.{' '}
            <span className="small t2">{model.problem}</span>
          </Note>
        </Loaded>
      );
    case 'broken':
      return (
        <Loaded model={model}>
          <Note tone="bad">
            Its file can’t be loaded. Put another into the folder <code className="mono">models</code>.{' '}
            <span className="small t2">{model.problem}</span>
          </Note>
        </Loaded>
      );
    case 'ok':
    case 'idle':
    case 'starting':
      return <Loaded model={model}>{null}</Loaded>;
  }
}

function GetModel({ download, onGet }: { download: LocalModel['download']; onGet: () => void }) {
  // That it comes is told, not each megabyte.
  useSpoken(download.status === 'running' ? `${starter} is being downloaded.` : '');
  return (
    <>
      {download.status === 'failed' ? (
        <Note tone="bad" live="alert">
          <b className="strong">The download failed.</b>{' '}
          <span className="small t2">{download.problem ?? ''}</span>
        </Note>
      ) : null}
      <div className="row">
        <Button icon={Download} busy={download.status === 'running'} onClick={onGet}>
          {download.status === 'failed' ? 'Try again' : `Get ${starterSize}`}
        </Button>
        {download.status === 'running' ? (
          <span className="small t3 num">{download.progress ?? 'Looking for it'}</span>
        ) : null}
      </div>
    </>
  );
}

function OwnFile() {
  return (
    <p className="small t3">
      Without a connection, put any <code className="mono">.gguf</code> file into the folder{' '}
      <code className="mono">models</code> of the data directory.
    </p>
  );
}

function Loaded({ model, children }: { model: LocalModel; children: ReactNode }) {
  const name = model.model ?? starter;
  const isStarter = name.includes(starter);
  const {
    tokens_per_second: speed,
    threads,
    cores,
    memory_bytes: memoryBytes,
    size_bytes: sizeBytes,
  } = model;
  return (
    <>
      <div>
        <b className="strong cut local-name" title={name}>
          {name.split('/').at(-1)}
        </b>
        <span className="small t3">
          {[
            sizeBytes === null ? null : megabytes(sizeBytes),
            isStarter ? 'Apache 2.0' : null,
            'no key, no cost',
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      </div>
      <dl className="local-facts">
        <Fact name="Speed" value={speed === null ? 'not asked yet' : `${Math.round(speed)} tokens/s`} />
        <Fact
          name="Threads"
          value={threads === null ? '–' : cores === null ? String(threads) : `${threads} of ${cores}`}
        />
        <Fact name="Memory" value={memoryBytes === null ? '–' : megabytes(memoryBytes)} />
      </dl>
      {children}
      <p className="small t2">
        {model.status === 'idle' ? 'Loads at the first call. ' : ''}
        {isStarter
          ? 'Writes short stories that read well; follows longer instructions clumsily. Start with Tiny stories.'
          : 'Runs on this machine alone; nothing is sent anywhere.'}
      </p>
      <div className="row">
        <span className="chip mono cut">
          <span>{isStarter ? 'local/smollm2-135m' : name}</span>
        </span>
        <ButtonLink size="small" className="right" href="/recipes">
          Try it
        </ButtonLink>
      </div>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
