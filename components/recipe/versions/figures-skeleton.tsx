import { Skeleton } from '@/components/ui/states';
import './versions.css';

/** As tall as figures mostly are, so that nothing jumps when they come. */
export function FiguresSkeleton() {
  return (
    <div className="version-figures">
      <Skeleton width={220} height={16} />
      <Skeleton width={280} height={16} />
      <Skeleton width={260} height={16} />
    </div>
  );
}
