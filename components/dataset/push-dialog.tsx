'use client';

import { CloudUpload, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Note } from '@/components/ui/states';
import { Choice } from '@/components/ui/tabs';
import type { WirePush } from '@/lib/api/dataset-wire';
import { messageOf } from '@/lib/client/api';
import { pushDataset } from '@/lib/client/datasets';
import { formatBytes, formatCount } from '@/lib/client/format';
import { BundleFields, firstBundleChoice, readBundleChoice, type BundleRows } from './bundle-fields';

const sights = [
  { value: 'private', label: 'Private' },
  { value: 'public', label: 'Public' },
] as const;

/** Puts a dataset on the Hugging Face hub: the files of a bundle, in one commit. Leaving the dialog gives a push up. */
export function PushDialog({ onClose, ...of }: BundleRows & { onClose: () => void }) {
  const [choice, setChoice] = useState(() => firstBundleChoice(of.dataset));
  const { query, problem, holds } = readBundleChoice(choice, of.rows);
  const [repo, setRepo] = useState('');
  const [sight, setSight] = useState<(typeof sights)[number]['value']>('private');
  const [token, setToken] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [pushed, setPushed] = useState<WirePush | null>(null);
  const going = useRef<AbortController>(null);
  useEffect(() => () => going.current?.abort(), []);
  const name = repo.trim();
  const isName = /^[\w.-]+\/[\w.-]+$/.test(name);
  const missing = name === '' ? 'Name the repository first' : isName ? problem : 'An owner, a slash, a name';

  const push = async () => {
    const control = new AbortController();
    going.current = control;
    setBusy(true);
    setFailure(null);
    try {
      const body = {
        repo: name,
        private: sight === 'private',
        ...(token.trim() !== '' && { token: token.trim() }),
      };
      setPushed(await pushDataset(of.dataset.id, query, body, control.signal));
    } catch (error) {
      if (!control.signal.aborted) setFailure(messageOf(error));
    }
    setBusy(false);
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Push to Hugging Face"
      aside={<span className="small t3">{of.scopeWords}</span>}
      foot={
        pushed === null ? (
          <>
            <span className="small t3 grow">
              {isBusy ? 'The files are made and sent; closing this gives it up' : holds}
            </span>
            <Button
              size="large"
              look="primary"
              icon={CloudUpload}
              busy={isBusy}
              off={missing ?? undefined}
              onClick={() => void push()}
            >
              Push
            </Button>
          </>
        ) : (
          <>
            <span className="grow" />
            <Button size="large" look="primary" onClick={onClose}>
              Done
            </Button>
          </>
        )
      }
    >
      {pushed === null ? (
        <div className="training">
          <div className="field-row">
            <TextField
              label="Repository"
              mono
              placeholder="owner/name"
              autoComplete="off"
              spellCheck={false}
              value={repo}
              error={name === '' || isName || !name.includes('/') ? undefined : 'An owner, a slash, a name'}
              hint="Made where there is none. In one that is there, files of the same names are replaced; its history keeps them."
              onChange={(event) => setRepo(event.target.value)}
            />
            <TextField
              label="Key of the hub"
              type="password"
              autoComplete="off"
              placeholder="hf_…"
              value={token}
              hint="One that may write. It is used for this push and not kept; without it the server takes its own, where it has one."
              onChange={(event) => setToken(event.target.value)}
            />
          </div>
          {failure === null ? null : (
            <Note tone="bad" live="alert">
              {failure}
            </Note>
          )}
          <div className="field">
            <span className="label" aria-hidden>
              A new repository is
            </span>
            <Choice label="A new repository is" items={sights} value={sight} onChange={setSight} />
          </div>
          <BundleFields of={of} choice={choice} onChange={setChoice} />
        </div>
      ) : (
        <PushedNote pushed={pushed} repo={name} />
      )}
    </Dialog>
  );
}

/** What stands on the hub now, and how it is loaded from there. */
function PushedNote({ pushed: { url, files }, repo }: { pushed: WirePush; repo: string }) {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const code = `load_dataset("${repo}")`;
  return (
    <div className="training">
      <Note tone="ok" live="status">
        {formatCount(files.length)} files, {formatBytes(bytes)}, are in{' '}
        <a href={url} target="_blank" rel="noreferrer noopener">
          {repo}
        </a>
        , in one commit.
      </Note>
      <Note
        action={
          <Button size="small" icon={Copy} onClick={() => void copyText(code, 'Copied')}>
            Copy
          </Button>
        }
      >
        Load it by <code className="mono small">{code}</code>
      </Note>
    </div>
  );
}
