import {
  Braces,
  CircleAlert,
  createLucideIcon,
  FileText,
  MessageSquare,
  Sparkle,
  Text,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { Icon } from './icon';

/** Where a value comes from. The colour of a thread, the same on every page. */
export type ThreadKind =
  | 'sampled'
  | 'source'
  | 'document'
  | 'generated'
  | 'conversation'
  | 'transformed'
  | 'unknown'
  | 'broken';

// Lucide's die loses its dots at 12 px.
const Die = createLucideIcon('die', [
  ['rect', { x: 3.5, y: 3.5, width: 17, height: 17, rx: 3.5, key: 'face' }],
  [
    'path',
    { d: 'M8.3 8.3v.01M15.7 8.3v.01M12 12v.01M8.3 15.7v.01M15.7 15.7v.01', strokeWidth: 3.6, key: 'dots' },
  ],
]);

const looks: Record<ThreadKind, { tint: string; icon: LucideIcon | null }> = {
  sampled: { tint: 'k-sampled', icon: Die },
  source: { tint: 'k-sourced', icon: Text },
  document: { tint: 'k-sourced', icon: FileText },
  generated: { tint: 'k-generated', icon: Sparkle },
  conversation: { tint: 'k-generated', icon: MessageSquare },
  transformed: { tint: 'k-shaped', icon: Braces },
  unknown: { tint: 'k-unknown', icon: null },
  broken: { tint: 'k-bad', icon: CircleAlert },
};

/** The tint class of a kind, for marks in a rendered prompt: `k-sampled` … */
export function kindTint(kind: ThreadKind): string {
  return looks[kind].tint;
}

/** A value or a name in the colour of its kind, with the kind's icon. Long text is cut. */
export function Chip({
  kind,
  id,
  mono = false,
  title,
  children,
}: {
  kind: ThreadKind;
  /** The value's id, in small figures. */
  id?: string | undefined;
  mono?: boolean;
  title?: string | undefined;
  children: ReactNode;
}) {
  const { tint, icon } = looks[kind];
  return (
    <span className={classNames('chip', tint, mono && 'mono')} title={title}>
      {icon === null ? null : <Icon of={icon} size="s" />}
      <span dir="auto">{children}</span>
      {id === undefined ? null : <span className="id num">{id}</span>}
    </span>
  );
}

/** The square that names a kind in a header or a list. */
export function KindMark({ kind, label }: { kind: ThreadKind; label?: string }) {
  const { tint, icon } = looks[kind];
  const name = label ?? kind;
  return (
    <span className={classNames('kind', tint)} title={name}>
      {icon === null ? null : <Icon of={icon} size="s" />}
      <span className="hidden-text">{name}</span>
    </span>
  );
}
