'use client';

/**
 * Moves the focus to the next pane of the page (elements with `data-pane`), or back. A page of one piece has its
 * landmarks for panes: the way between the places, the bar, the content.
 */
export function focusPane(step: 1 | -1): void {
  const own = shown('[data-pane]');
  const panes = own.length > 1 ? own : shown('nav.rail, .topbar, main');
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  // From outside, forward leads to the first and back to the last.
  const next = panes[at === -1 && step === -1 ? panes.length - 1 : (at + step + panes.length) % panes.length];
  if (next === undefined) return;
  const begin = shown('[data-pane-start]', next)[0] ?? next;
  const inside = shown(chosenThings, begin)[0] ?? shown(firstThings, begin)[0];
  if (!next.hasAttribute('tabindex')) next.tabIndex = -1;
  (inside ?? next).focus();
}

// One begins in a pane, or in the part of it that says so (`data-pane-start`), with what is chosen in a tree, a grid or a
// list, wherever that stands, else with the first thing to press or fill.
const chosenThings = [
  '[role=treeitem][tabindex="0"]',
  '[role=gridcell][tabindex="0"]',
  '[role=grid]',
  '[role=listbox]',
].join(', ');
const firstThings = ['textarea', 'input:not([type=hidden])', 'a[href]', 'button'].join(', ');

function shown(selector: string, within: ParentNode = document): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(selector)].filter((pane) => pane.offsetParent !== null);
}
