'use client';

import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Icon } from '@/components/ui/icon';
import { useSpoken } from '@/components/ui/spoken';
import { RetryIn } from '@/components/ui/retry-in';
import { useSecondsUntil } from '@/lib/client/use-seconds-until';

/** What is wrong with the server itself, over every page. */
export function ServerStrips({
  gone,
  retryAtMs,
  workerDown,
  onRetry,
}: {
  gone: boolean;
  /** When a server that is gone is asked again; null for now. */
  retryAtMs: number | null;
  workerDown: boolean;
  onRetry: () => void;
}) {
  const [helps, setHelps] = useState(false);
  const retryInSeconds = useSecondsUntil(retryAtMs);
  const lacksWorker = workerDown && !gone;
  useSpoken(
    gone ? 'Seedloom doesn’t answer.' : lacksWorker ? 'No worker is running. Runs wait for one.' : '',
  );
  return (
    <>
      {gone ? (
        <div className="strip">
          <Icon of={TriangleAlert} />
          <span className="grow">
            <b className="strong">Seedloom doesn’t answer.</b> <RetryIn seconds={retryInSeconds} />
          </span>
          <Button size="small" onClick={onRetry}>
            Try now
          </Button>
        </div>
      ) : null}
      {lacksWorker ? (
        <div className="strip">
          <Icon of={TriangleAlert} />
          <span className="grow">
            <b className="strong">No worker is running.</b> Runs wait for one; nothing is lost.
          </span>
          <Button size="small" onClick={() => setHelps(true)}>
            How to start one
          </Button>
        </div>
      ) : null}
      <Dialog
        open={helps}
        onClose={() => setHelps(false)}
        title="Start a worker"
        width="narrow"
        foot={
          <>
            <span className="grow" />
            <Button size="large" look="primary" onClick={() => setHelps(false)}>
              Close
            </Button>
          </>
        }
      >
        <p>
          A worker does the runs. <code className="mono">npm start</code> runs one beside this server and
          starts it again when it stops.
        </p>
        <p className="t2">
          If it keeps stopping, the terminal where you typed <code className="mono">npm start</code> says why.
        </p>
      </Dialog>
    </>
  );
}
