import { monaco } from './monaco';
import { tokenColours } from './token-looks';

const themeName = 'seedloom';

/**
 * Paints Monaco with the page's own tokens and paints it again when the page's theme changes.
 * Returns a function that stops following.
 */
export function followPageTheme(): () => void {
  const root = document.documentElement;
  const paint = () => {
    monaco.editor.defineTheme(themeName, themeOf(root));
    monaco.editor.setTheme(themeName);
  };
  paint();
  const observer = new MutationObserver(paint);
  observer.observe(root, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

function themeOf(root: HTMLElement): monaco.editor.IStandaloneThemeData {
  const style = getComputedStyle(root);
  const token = (name: string) => hexColour(style.getPropertyValue(`--${name}`));
  return {
    base: style.colorScheme === 'dark' ? 'vs-dark' : 'vs',
    inherit: false,
    rules: Object.entries(tokenColours).map(([scope, name]) => ({
      token: scope,
      foreground: token(name).slice(1),
      ...(scope === 'comment' && { fontStyle: 'italic' }),
    })),
    colors: {
      'editor.background': token('surface'),
      'editor.foreground': token('text'),
      'editorLineNumber.foreground': token('text-3'),
      'editorLineNumber.activeForeground': token('text'),
      'editor.lineHighlightBackground': token('sunken'),
      'editor.lineHighlightBorder': '#00000000',
      'editorCursor.foreground': token('accent-text'),
      'editor.selectionBackground': `${token('accent-line')}99`,
      'editor.inactiveSelectionBackground': `${token('accent-line')}55`,
      'editor.selectionHighlightBackground': `${token('accent-soft')}aa`,
      'editor.wordHighlightBackground': `${token('accent-soft')}aa`,
      'editor.findMatchBackground': token('warn-line'),
      'editor.findMatchHighlightBackground': token('warn-bg'),
      'editor.foldBackground': '#00000000',
      'editorGutter.foldingControlForeground': token('text-3'),
      'editorIndentGuide.background1': token('line'),
      'editorIndentGuide.activeBackground1': token('line-strong'),
      'editorBracketMatch.background': token('accent-soft'),
      'editorBracketMatch.border': token('accent-line'),
      'editorError.foreground': token('bad-fill'),
      'editorWarning.foreground': token('warn-fill'),
      'editorInfo.foreground': token('accent'),
      'editorLightBulb.foreground': token('accent-text'),
      'editorLightBulbAutoFix.foreground': token('accent-text'),
      'symbolIcon.variableForeground': token('sampled'),
      'symbolIcon.propertyForeground': token('text-3'),
      'symbolIcon.enumeratorMemberForeground': token('generated'),
      'symbolIcon.snippetForeground': token('text-3'),
      'editorWidget.background': token('raised'),
      'editorWidget.foreground': token('text'),
      'editorWidget.border': token('line-strong'),
      'editorHoverWidget.background': token('raised'),
      'editorHoverWidget.border': token('line-strong'),
      'editorHoverWidget.foreground': token('text'),
      'editorHoverWidget.statusBarBackground': token('sunken'),
      'editorSuggestWidget.background': token('raised'),
      'editorSuggestWidget.border': token('line-strong'),
      'editorSuggestWidget.foreground': token('text'),
      'editorSuggestWidget.highlightForeground': token('accent-text'),
      'editorSuggestWidget.focusHighlightForeground': token('accent-text'),
      'editorSuggestWidget.selectedBackground': token('hover'),
      'editorSuggestWidget.selectedForeground': token('text'),
      'editorStickyScroll.background': token('surface'),
      'editorStickyScroll.border': token('line'),
      'editorStickyScrollHover.background': token('hover'),
      'menu.background': token('raised'),
      'menu.foreground': token('text'),
      'menu.selectionBackground': token('hover'),
      'menu.selectionForeground': token('text'),
      'menu.separatorBackground': token('line'),
      'menu.border': token('line-strong'),
      'list.hoverBackground': token('hover'),
      'list.focusBackground': token('hover'),
      'list.activeSelectionBackground': token('hover'),
      'list.activeSelectionForeground': token('text'),
      'list.highlightForeground': token('accent-text'),
      'input.background': token('surface'),
      'input.foreground': token('text'),
      'input.border': token('line-strong'),
      'inputOption.activeBackground': token('accent-soft'),
      'inputOption.activeForeground': token('accent-text'),
      focusBorder: token('accent'),
      'textLink.foreground': token('accent-text'),
      'textLink.activeForeground': token('accent-text'),
      'scrollbarSlider.background': `${token('line-strong')}88`,
      'scrollbarSlider.hoverBackground': token('line-strong'),
      'scrollbarSlider.activeBackground': token('text-3'),
      'scrollbar.shadow': '#00000000',
      'editorOverviewRuler.border': '#00000000',
      'actionBar.toggledBackground': token('accent-soft'),
      'actionList.focusBackground': token('hover'),
      'actionList.focusForeground': token('text'),
      'keybindingLabel.foreground': token('text-2'),
      'keybindingLabel.background': token('surface'),
      'keybindingLabel.border': token('line-strong'),
      'keybindingLabel.bottomBorder': token('line-strong'),
    },
  };
}

/** Monaco takes `#rrggbb` only; tokens are written so, save for what `prefers-contrast` may change. */
function hexColour(value: string): string {
  const text = value.trim();
  if (/^#[0-9a-f]{6}$/i.test(text)) return text;
  const [r = '0', g = '0', b = '0'] = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text)?.slice(1) ?? [];
  return `#${r}${r}${g}${g}${b}${b}`;
}
