import { Wrench } from 'lucide-react';
import { KindMark } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import type { OutlineEntry } from '@/lib/recipe/outline';

/** The mark of an entry: in the colour of its values, but for an environment, which gives none. */
export function EntryMark({ kind, label }: { kind: OutlineEntry['kind']; label?: string }) {
  if (kind !== 'environment') return <KindMark kind={kind} {...(label === undefined ? {} : { label })} />;
  return (
    <span className="kind k-none" title={label ?? 'tools'}>
      <Icon of={Wrench} size="m" />
      <span className="hidden-text">{label ?? 'tools'}</span>
    </span>
  );
}
