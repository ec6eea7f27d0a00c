'use client';

import { Button } from '@/components/ui/button';
import { formatBytes } from '@/lib/client/format';
import type { UploadProgress as Progress } from '@/lib/client/uploads';

/** How far an upload is, with the way to call it off. */
export function UploadProgress({
  names,
  progress,
  onCancel,
}: {
  names: string;
  progress: Progress;
  onCancel: () => void;
}) {
  const share = progress.phase === 'reading' || progress.of === 0 ? null : progress.sent / progress.of;
  const words =
    progress.phase === 'reading'
      ? 'All is sent. The records are being read and counted'
      : `${formatBytes(progress.sent)} of ${formatBytes(progress.of)}`;
  return (
    <div className="upload-progress">
      <div className="row">
        <b className="strong cut" dir="auto">
          {names}
        </b>
        <span className="small t2 num grow">{words}</span>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <div
        className="upload-bar"
        role="progressbar"
        aria-label={`Upload of ${names}`}
        aria-valuetext={words}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
      >
        <span
          className={share === null ? 'moving' : undefined}
          style={{ width: share === null ? '100%' : `${share * 100}%` }}
        />
      </div>
    </div>
  );
}
