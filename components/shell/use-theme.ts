'use client';

import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import { readThemeChoice, resolveTheme, themeKey, type ThemeChoice } from './theme';

type ThemeState = { choice: ThemeChoice; theme: 'light' | 'dark' };

const useThemeState = create<ThemeState>(() => ({ choice: 'system', theme: 'light' }));

/** The chosen theme, what it means now, and how to choose another. */
export function useTheme() {
  const { choice, theme } = useThemeState();
  const choose = useCallback((next: ThemeChoice) => {
    try {
      if (next === 'system') localStorage.removeItem(themeKey);
      else localStorage.setItem(themeKey, next);
    } catch {
      // Forbidden storage: the choice holds until the page is left.
    }
    apply(next);
  }, []);
  return { choice, theme, choose };
}

/** Keeps the page in step with the machine's theme and with other tabs; runs once, in the shell. */
export function useThemeSync(): void {
  useEffect(() => {
    const machine = darkMachine();
    const sync = () => apply(readThemeChoice(localStorage));
    sync();
    machine.addEventListener('change', sync);
    window.addEventListener('storage', sync);
    return () => {
      machine.removeEventListener('change', sync);
      window.removeEventListener('storage', sync);
    };
  }, []);
}

function darkMachine(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

function apply(choice: ThemeChoice): void {
  const theme = resolveTheme(choice, darkMachine().matches);
  document.documentElement.dataset['theme'] = theme;
  useThemeState.setState({ choice, theme });
}
