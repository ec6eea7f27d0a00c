'use client';

import { usePathname } from 'next/navigation';
import dynamic from 'next/dynamic';
import { useKeyHelp } from '@/components/ui/commands';
import { keepAsking } from '@/components/ui/keep-asking';
import { PageStripsContext } from '@/components/ui/page-strips';
import { SearchContext } from '@/components/ui/search-button';
import { Toaster } from '@/components/ui/toast';
import { useCallback, useRef, useState, type ReactNode } from 'react';
import { catchTypedAhead } from './catch-typed-ahead';
import { Rail, type RunBadge } from './rail';
import { useAnywhereKeys } from './use-anywhere-keys';
import { useTheme, useThemeSync } from './use-theme';

// Seldom at hand at once, so it comes when it is wanted.
const Palette = dynamic(
  keepAsking(async () => (await import('./palette')).Palette),
  { ssr: false },
);
const KeyHelp = dynamic(
  keepAsking(async () => (await import('./key-help')).KeyHelp),
  { ssr: false },
);

/** The frame around every page: skip link, rail, strips that concern all pages, messages. */
export function AppFrame({
  badge,
  strips,
  children,
}: {
  badge: RunBadge;
  strips?: ReactNode;
  children: ReactNode;
}) {
  const path = usePathname();
  const { choice, choose } = useTheme();
  useThemeSync();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const typedBefore = useRef<() => string>(() => '');
  const openPalette = useCallback(() => {
    if (isPaletteOpen) return;
    typedBefore.current = catchTypedAhead();
    setPaletteOpen(true);
  }, [isPaletteOpen]);
  useAnywhereKeys(openPalette);
  const help = useKeyHelp();
  return (
    <div className="app">
      <a className="skip-link" href="#content">
        To content
      </a>
      <Rail path={path} badge={badge} themeChoice={choice} onTheme={choose} />
      <div className="frame">
        <SearchContext value={openPalette}>
          <PageStripsContext value={strips}>{children}</PageStripsContext>
        </SearchContext>
      </div>
      {isPaletteOpen ? (
        <Palette
          typedBefore={() => typedBefore.current()}
          onTheme={choose}
          onClose={() => setPaletteOpen(false)}
        />
      ) : null}
      {help.isOpen ? <KeyHelp onClose={() => help.setOpen(false)} /> : null}
      <Toaster />
    </div>
  );
}
