import type { ClaimedJob } from '@/lib/store/jobs';
import { driveRegeneration } from './drive-regeneration';
import { driveRun, type Drive, type DriveEnd } from './drive-run';
import { driveTrial } from './drive-trial';

/** Drives a claimed job of any kind to its end; never throws. */
export function driveClaimed(drive: Drive, job: ClaimedJob): Promise<DriveEnd> {
  switch (job.kind) {
    case 'run':
      return driveRun(drive, job);
    case 'trial':
      return driveTrial(drive, job);
    case 'regeneration':
      return driveRegeneration(drive, job);
  }
}
