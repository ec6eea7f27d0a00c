/**
 * Keeps the focus near what mends a problem and may go with it. Called at the press; when the text is drawn
 * again, a lost focus goes to the field that was mended, else to the next problem, else to where problems stand.
 */
export function focusAfterFix(button: Element): void {
  const told = button.closest('.field-problem');
  const field =
    told === null
      ? null
      : document.querySelector<HTMLElement>(`[aria-describedby~="${CSS.escape(told.id)}"]`);
  const row = button.closest('.problem');
  const at = row === null ? 0 : [...(row.parentElement?.children ?? [])].indexOf(row);
  const region = button.closest<HTMLElement>('.problems, .foot-bar, [role=dialog], .form-pane');
  afterFrames(2, () => {
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body) return;
    const rows = [...(region?.querySelectorAll('.problem-rows > .problem') ?? [])];
    const next = rows[Math.min(at, rows.length - 1)] ?? region;
    const target =
      (field?.isConnected === true ? field : null) ??
      next?.querySelector<HTMLElement>('.fix-buttons > button') ??
      next?.querySelector<HTMLElement>('button, input, textarea') ??
      region;
    target?.focus();
  });
}

/** A menu gives the focus back a moment after it closes. */
function afterFrames(count: number, then: () => void): void {
  if (count === 0) then();
  else requestAnimationFrame(() => afterFrames(count - 1, then));
}
