import { Check, CircleAlert, Pause, type LucideIcon } from 'lucide-react';
import { Pill } from '@/components/ui/pill';
import type { WireRun } from '@/lib/api/run-wire';
import { runState, type RunTone } from '@/lib/client/run-words';

const icons: Partial<Record<RunTone, LucideIcon>> = { ok: Check, bad: CircleAlert, warn: Pause };

/** The state of a run in a word; it pulses while something moves. */
export function RunPill({
  run,
  isLost = false,
}: {
  run: Pick<WireRun, 'status' | 'pause_reason' | 'waiting'>;
  /** Nothing is heard of it: it doesn't pulse, since nobody knows. */
  isLost?: boolean;
}) {
  const { word, tone, moves } = runState(run);
  const icon = moves ? undefined : icons[tone];
  return (
    <Pill
      tone={tone}
      pulse={moves && !isLost}
      dot={moves && isLost}
      {...(icon === undefined ? {} : { icon })}
    >
      {word}
    </Pill>
  );
}
