/**
 * Mends what is wrong with the field that has the focus: by its one fix, else the focus goes to the first of several.
 */
export function fixFocusedField(): void {
  const field = document.activeElement;
  const buttons = (field?.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id))
    .flatMap((told) => [...(told?.querySelectorAll<HTMLElement>('.fix-buttons > button') ?? [])]);
  const [first] = buttons;
  if (buttons.length === 1) first?.click();
  else first?.focus();
}
