'use client';

import { Bell, CircleStop, Ellipsis, FileText, Pause, Play, RotateCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { useCommands } from '@/components/ui/commands';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Menu, MenuItem, MenuLink, MenuRule } from '@/components/ui/menu';
import { showToast } from '@/components/ui/toast';
import type { WireRun } from '@/lib/api/run-wire';
import { formatCount } from '@/lib/client/format';
import { askForNotices, canAskForNotices } from '@/lib/client/notices';
import { keptWords, runActions } from '@/lib/client/run-words';

/** What can be done with a run now; the primary action stands rightmost. */
export function RunActions({
  run,
  pausing,
  resuming,
  download,
  downloadItems,
  onPause,
  onResume,
  onCancel,
  onRunAgain,
}: {
  run: WireRun;
  pausing: boolean;
  resuming: boolean;
  download: ReactNode;
  downloadItems: ReactNode;
  onPause: () => void;
  onResume: () => void;
  onCancel: () => Promise<unknown>;
  /** Null for a run whose recipe isn't stored. */
  onRunAgain: (() => void) | null;
}) {
  const [asks, setAsks] = useState(false);
  const [stopping, setStopping] = useState(false);
  const { canPause, canResume, canCancel, hasEnded } = runActions(run);
  useCommands('Stop', canCancel ? [{ name: 'Cancel the run…', run: () => setAsks(true) }] : []);
  const stop = async () => {
    setStopping(true);
    await onCancel();
    setStopping(false);
    setAsks(false);
  };
  return (
    <>
      {hasEnded && !canResume && onRunAgain !== null ? (
        <Button icon={RotateCw} className="wide-only" onClick={onRunAgain}>
          Run again…
        </Button>
      ) : null}
      <span className="wide-only">{download}</span>
      {run.status === 'pausing' ? (
        <Button icon={Pause} busy>
          <span className="narrow-hidden">
            Pausing<span className="wide-only">, {finishWords(run.progress.concurrency)}</span>
          </span>
        </Button>
      ) : null}
      {canPause ? (
        <Button icon={Pause} hint="Pause, P" busy={pausing} onClick={onPause}>
          <span className="narrow-hidden">Pause</span>
        </Button>
      ) : null}
      {canResume && run.pause_reason !== 'budget' ? (
        <Button
          icon={Play}
          hint="Resume, P"
          look={run.status === 'paused' ? 'primary' : 'normal'}
          busy={resuming}
          onClick={onResume}
        >
          <span className="narrow-hidden">{run.status === 'paused' ? 'Resume' : 'Go on'}</span>
        </Button>
      ) : null}
      {canCancel ? (
        <Button look="danger" className="wide-only" onClick={() => setAsks(true)}>
          Cancel…
        </Button>
      ) : null}
      <Menu label="More" trigger={<IconButton label="More" icon={Ellipsis} />}>
        {run.recipe_id === null ? null : (
          <MenuLink href={`/recipes/${run.recipe_id}`} icon={FileText}>
            Open recipe
          </MenuLink>
        )}
        {onRunAgain === null ? null : (
          <MenuItem icon={RotateCw} onSelect={onRunAgain}>
            Run again…
          </MenuItem>
        )}
        {hasEnded ? null : <NoticeItem />}
        <MenuRule />
        {downloadItems}
        {canCancel ? (
          <>
            <MenuRule />
            <MenuItem icon={CircleStop} danger onSelect={() => setAsks(true)}>
              Cancel…
            </MenuItem>
          </>
        ) : null}
      </Menu>
      <ConfirmDialog
        open={asks}
        title={`Stop run ${run.id}?`}
        confirm="Stop run"
        keep="Keep going"
        busy={stopping}
        onConfirm={() => void stop()}
        onClose={() => setAsks(false)}
      >
        {run.progress.accepted === 0
          ? 'No row is finished yet. Answers that were paid for stay reusable.'
          : `The ${keptWords(run.progress.accepted)}.`}
      </ConfirmDialog>
    </>
  );
}

/** What a pause waits for. */
function finishWords(calls: number): string {
  return calls === 1 ? '1 call finishes' : `${formatCount(calls)} calls finish`;
}

/** Asks for the system's notices where a run is waited for, and only as long as that can be asked. */
function NoticeItem() {
  const [canAsk] = useState(canAskForNotices);
  const ask = async () => {
    const allowed = await askForNotices();
    showToast({
      text: allowed
        ? 'When a run ends while this tab is hidden, the system says so.'
        : 'The browser doesn’t allow messages from this page.',
    });
  };
  return canAsk ? (
    <MenuItem icon={Bell} onSelect={() => void ask()}>
      Tell me when it is done
    </MenuItem>
  ) : null;
}
