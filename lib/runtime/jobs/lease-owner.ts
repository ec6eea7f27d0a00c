import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { dropLeases, leaseOwners } from '@/lib/store/jobs';
import type { Context } from '../context';

/** The name under which this process holds leases: machine, process and a mark of its own. */
export function leaseOwnerName(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`;
}

/**
 * Takes the leases of processes of this machine that are gone, so that their work goes on at once.
 * Were one taken for dead by mistake, its fence would refuse what it writes.
 */
export async function dropDeadLeases({ db, log }: Context, self: string): Promise<void> {
  for (const owner of await leaseOwners(db)) {
    const [machine, pid] = owner.split('/');
    if (machine !== hostname() || owner === self) continue;
    // In a container each start has the same number: then only the mark tells them apart.
    if (Number(pid) !== process.pid && isAlive(Number(pid))) continue;
    log.info({ owner }, 'the work of a process that is gone is taken over');
    await dropLeases(db, owner);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
