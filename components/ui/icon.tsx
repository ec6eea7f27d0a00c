import type { LucideIcon } from 'lucide-react';

/** s 12 px (chips), m 14 px (small buttons), 16 px (default), l 18 px (rail). */
export type IconSize = 's' | 'm' | 'default' | 'l';

/** A drawn icon; always decorative: the name stands in text or in the control's label. */
export function Icon({
  of: Drawing,
  size = 'default',
  spin,
}: {
  of: LucideIcon;
  size?: IconSize;
  spin?: boolean;
}) {
  const classes = ['icon', size === 'default' ? '' : size, spin === true ? 'spin' : ''];
  return <Drawing aria-hidden className={classes.filter(Boolean).join(' ')} />;
}
