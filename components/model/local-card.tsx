'use client';

import { ButtonLink } from '@/components/ui/button';
import { Dot, Pill, type Tone } from '@/components/ui/pill';
import { Skeleton } from '@/components/ui/states';
import type { Health } from '@/lib/api/model-wire';

const states: Record<Health['model_server']['status'], { word: string; tone: Tone; pulse: boolean }> = {
  ok: { word: 'Ready', tone: 'ok', pulse: false },
  idle: { word: 'Idle', tone: 'ok', pulse: false },
  starting: { word: 'Loading', tone: 'live', pulse: true },
  absent: { word: 'Not there', tone: 'plain', pulse: false },
};

const starter = 'SmolLM2-135M-Instruct';

/** The model on this machine: its state, what it is good for, and what to do when it isn't there. */
export function LocalCard({ server }: { server: Health['model_server'] | undefined }) {
  return (
    <section className="card local" aria-labelledby="local">
      <div className="row">
        <h2 id="local">Local model</h2>
        <span className="right">
          {server === undefined ? <Skeleton width={64} height={20} /> : <LocalPill server={server} />}
        </span>
      </div>
      <LocalBody server={server} />
    </section>
  );
}

function LocalPill({ server }: { server: Health['model_server'] }) {
  const { word, tone, pulse } = states[server.status];
  return (
    <Pill tone={tone} pulse={pulse}>
      {pulse ? null : <Dot tone={tone} />}
      {word}
    </Pill>
  );
}

function LocalBody({ server }: { server: Health['model_server'] | undefined }) {
  if (server?.status === 'absent') {
    return (
      <>
        <p className="small t2">
          A small model ({starter}, 98 MB) that runs here: no key, no cost.{' '}
          <code className="mono">npm start</code> fetches it and starts its server, unless it was told{' '}
          <code className="mono">--no-model</code>.
        </p>
        <p className="small t3">
          Without a connection, put any <code className="mono">.gguf</code> file into the folder{' '}
          <code className="mono">models</code> of the data directory.
        </p>
      </>
    );
  }
  const name = server?.model ?? starter;
  const isStarter = name.includes(starter);
  return (
    <>
      <div>
        <b className="strong cut local-name" title={name}>
          {name.split('/').at(-1)}
        </b>
        <span className="small t3">
          {isStarter ? '98 MB · Apache 2.0 · no key, no cost' : 'no key, no cost'}
        </span>
      </div>
      <p className="small t2">
        {server?.status === 'idle' ? 'Loads at the first call. ' : ''}
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
