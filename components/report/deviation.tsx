import { TriangleAlert } from 'lucide-react';
import { Icon } from '@/components/ui/icon';
import { formatShare } from '@/lib/client/format';

/** A share between 0 and 1 in percent. */
export function shareOf(share: number): string {
  return formatShare(share, 1);
}

/** How far a share is from the wanted one, in points of a percent; marked where chance doesn't reach. */
export function Deviation({
  got,
  wanted,
  within_chance: within,
}: {
  got: number;
  wanted: number;
  within_chance: boolean;
}) {
  const points = 100 * (got - wanted);
  const size = Math.abs(points);
  return (
    <span className={within ? 't3' : 'warn'} title={within ? 'Within chance' : 'Beyond chance'}>
      {within ? null : <Icon of={TriangleAlert} size="s" />}
      {size < 0.05 ? '0' : `${points > 0 ? '+' : '−'}${size.toFixed(1)}`}
      <span className="hidden-text">{within ? ', within chance' : ', beyond chance'}</span>
    </span>
  );
}
