/** What a person chose; `system` follows the machine. */
export type ThemeChoice = 'light' | 'dark' | 'system';

/** What a choice is called. */
export const themeNames: Record<ThemeChoice, string> = {
  light: 'Light',
  dark: 'Dark',
  system: 'As the system',
};

export const themeChoices = ['light', 'dark', 'system'] as const satisfies readonly ThemeChoice[];

/** Where the choice is kept in this browser. */
export const themeKey = 'seedloom:theme';

/**
 * The script that sets the theme before the first paint, so that a dark page never flashes white. It stands
 * in the head as text and must not need anything else. `system` is the absence of a choice.
 */
export const themeScript = `(() => {
  let choice = null;
  try { choice = localStorage.getItem('${themeKey}'); } catch {}
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})()`;

/** The choice kept in this browser. */
export function readThemeChoice(storage: Pick<Storage, 'getItem'>): ThemeChoice {
  try {
    const kept = storage.getItem(themeKey);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    // Storage may be forbidden; the machine's theme is right then.
    return 'system';
  }
}

/** The theme that a choice means on a machine. */
export function resolveTheme(choice: ThemeChoice, machineIsDark: boolean): 'light' | 'dark' {
  if (choice === 'system') return machineIsDark ? 'dark' : 'light';
  return choice;
}
