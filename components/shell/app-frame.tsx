'use client';

import { usePathname, useRouter } from 'next/navigation';
import dynamic from 'next/dynamic';
import { isTyping, useCommands, useKeyHelp } from '@/components/ui/commands';
import { SearchContext } from '@/components/ui/search-button';
import { Toaster } from '@/components/ui/toast';
import { useCallback, useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { anywhere, frameKeys } from './anywhere';
import { Rail, type RunBadge } from './rail';
import { useTheme, useThemeSync } from './use-theme';

// Seldom at hand at once, so it comes when it is wanted.
const Palette = dynamic(async () => (await import('./palette')).Palette, { ssr: false });
const KeyHelp = dynamic(async () => (await import('./key-help')).KeyHelp, { ssr: false });

const goTo: Readonly<Record<string, string>> = {
  r: '/recipes',
  d: '/datasets',
  m: '/models',
  s: '/settings',
};

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
  useGoKeys();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const openPalette = useCallback(() => setPaletteOpen(true), []);
  usePaletteKey(openPalette);
  const help = useKeyHelp();
  useCommands(anywhere, [
    ...frameKeys,
    { keys: '?', name: 'Keyboard shortcuts', run: () => help.setOpen(true) },
  ]);
  return (
    <div className="app">
      <a className="skip-link" href="#content">
        To content
      </a>
      <Rail path={path} badge={badge} themeChoice={choice} onTheme={choose} />
      <div className="frame">
        <div className="strips">{strips}</div>
        <SearchContext value={openPalette}>{children}</SearchContext>
      </div>
      {isPaletteOpen ? <Palette onTheme={choose} onClose={() => setPaletteOpen(false)} /> : null}
      {help.isOpen ? <KeyHelp onClose={() => help.setOpen(false)} /> : null}
      <Toaster />
    </div>
  );
}

/** Ctrl K, in text fields too. An open dialog keeps the key to itself. */
function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return;
      event.preventDefault();
      if (document.querySelector('[role=dialog], [role=alertdialog]') === null) open();
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [open]);
}

/** G, then within a second R, D, M or S: to the places of the rail. */
function useGoKeys(): void {
  const router = useRouter();
  const armedAt = useRef(-Infinity);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
      return;
    const key = event.key.toLowerCase();
    const armed = event.timeStamp - armedAt.current < 1000;
    armedAt.current = key === 'g' ? event.timeStamp : -Infinity;
    const place = armed ? goTo[key] : undefined;
    if (place === undefined) return;
    // The page's own single keys (D, R …) must not act on the second letter.
    event.preventDefault();
    event.stopImmediatePropagation();
    router.push(place);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
