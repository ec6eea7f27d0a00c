'use client';

import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '@/components/ui/icon';

/** A part of a form that is mostly left as it is: closed it says in words what it does. */
export function Fold({
  title,
  summary,
  open = false,
  children,
}: {
  title: string;
  summary: ReactNode;
  /** Whether it is open at first. */
  open?: boolean;
  children: ReactNode;
}) {
  return (
    <details className="fold" open={open || undefined}>
      <summary>
        <Icon of={ChevronRight} size="m" />
        <b className="strong">{title}</b>
        <span className="t3 small cut" dir="auto">
          {summary}
        </span>
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}
