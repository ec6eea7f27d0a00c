import { CircleAlert, CircleCheck, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { classNames } from './class-names';
import { Icon } from './icon';

/** Holds the place of what is loading, in its final size; shown only after 150 ms. */
export function Skeleton({ width, height = 16 }: { width: number | string; height?: number | string }) {
  return <span className="skeleton late" style={{ display: 'block', width, height }} />;
}

/** Nothing here: what would be here, why it isn't, and the next step as a button. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="empty-state">
      <h2>{title}</h2>
      {children === undefined ? null : <p>{children}</p>}
      {actions === undefined ? null : <div className="actions">{actions}</div>}
    </div>
  );
}

export type NoteTone = 'plain' | 'ok' | 'warn' | 'bad';

const noteIcons: Record<NoteTone, LucideIcon> = {
  plain: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
};

/** A strip where something arose: what happened, what is safe, what to do. `alert` for what stops work. */
export function Note({
  tone = 'plain',
  live,
  action,
  style,
  children,
}: {
  tone?: NoteTone;
  live?: 'status' | 'alert';
  action?: ReactNode;
  style?: CSSProperties;
  children: ReactNode;
}) {
  return (
    <div className={classNames('note', tone !== 'plain' && tone)} role={live} style={style}>
      <Icon of={noteIcons[tone]} />
      <div className="grow">{children}</div>
      {action === undefined ? null : <div className="note-action">{action}</div>}
    </div>
  );
}
