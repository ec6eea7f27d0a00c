import type { WireColumn } from '@/lib/api/dataset-wire';

/** Why a column can't be asked for anew; undefined when it can. */
export function anewOff(column: WireColumn | undefined): string | undefined {
  return column?.kind === 'generated' || column?.kind === 'conversation'
    ? undefined
    : 'Only what a model wrote can be asked for anew';
}
