import { Check, CircleAlert, Pause, type LucideIcon } from 'lucide-react';
import { Pill, type Tone } from './pill';

const icons: Partial<Record<Tone, LucideIcon>> = { ok: Check, bad: CircleAlert, warn: Pause };

/** Where something long stands, in a word: it pulses while it moves, and has a mark when it rests. */
export function StatePill({
  state: { word, tone, moves },
  isLost = false,
}: {
  state: { word: string; tone: Tone; moves: boolean };
  /** Nothing is heard of it: it doesn't pulse, since nobody knows. */
  isLost?: boolean;
}) {
  const icon = moves ? undefined : icons[tone];
  return (
    <Pill tone={tone} pulse={moves && !isLost} dot={moves && isLost} {...(icon && { icon })}>
      {word}
    </Pill>
  );
}
