import type { ClaimedJob } from '@/lib/store/jobs';
import { assertNever } from '@/lib/util/assert-never';
import { driveDraft } from './draft/drive-draft';
import { driveRun, type Drive, type DriveEnd } from './drive-run';
import { driveTrial } from './drive-trial';

/** Drives a claimed job of any kind to its end. Never throws. */
export function driveByKind(drive: Drive, job: ClaimedJob): Promise<DriveEnd> {
  switch (job.kind) {
    case 'run':
      return driveRun(drive, job);
    case 'trial':
      return driveTrial(drive, job);
    case 'draft':
      return driveDraft(drive, job);
    default:
      return assertNever(job);
  }
}
