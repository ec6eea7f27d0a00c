import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { Icon } from './icon';

export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'live';

/** A state in a word. `live` pulses; colour never stands alone: give an icon or a dot. */
export function Pill({
  tone = 'plain',
  icon,
  dot = false,
  pulse = false,
  children,
}: {
  tone?: Tone;
  icon?: LucideIcon;
  dot?: boolean;
  pulse?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={classNames('pill', tone !== 'plain' && tone)}>
      {pulse ? <span className="pulse" /> : null}
      {dot ? <Dot tone={tone} /> : null}
      {icon === undefined ? null : <Icon of={icon} size="s" />}
      {children}
    </span>
  );
}

/** The small mark of a state: round, square when bad. */
export function Dot({ tone = 'plain' }: { tone?: Tone }) {
  return <span className={classNames('dot', tone !== 'plain' && tone)} />;
}
