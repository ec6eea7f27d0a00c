'use client';

import type { ReactNode } from 'react';
import { TooltipProvider } from '@/components/ui/tooltip';
import { AppFrame } from './app-frame';

/** All that stands around the pages. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <TooltipProvider delayDuration={500}>
      <AppFrame badge={{ count: 0, needsPerson: false }}>{children}</AppFrame>
    </TooltipProvider>
  );
}
