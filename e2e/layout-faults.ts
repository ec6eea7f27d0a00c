import type { Page } from '@playwright/test';

/**
 * What is wrong with the layout of a page as it is now: a page wider than its window, buttons over each other, and
 * buttons in sight that a press at their middle doesn't reach. What a menu, a dialog or the drawer covers is meant to
 * be covered; what is under a bar that stays must come out by scrolling.
 */
export async function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const overlays = '[role=menu], [role=dialog], .drawer, .toasts';
    const pressable =
      'button, a[href], [role=menuitem], [role=menuitemradio], summary, select, input, textarea';

    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) faults.push(`the page is ${scrollWidth} px wide in ${innerWidth}`);

    const layer = [...document.querySelectorAll('[role=menu], [role=dialog]')].at(-1) ?? document.body;
    const reached = [...layer.querySelectorAll<HTMLElement>(pressable)].filter((element) => {
      if (element.closest('[inert], [aria-hidden=true], .monaco-editor') !== null) return false;
      // A fold that is closed keeps the boxes of what is in it.
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
      if (getComputedStyle(element).pointerEvents === 'none' || seenPart(element) === null) return false;
      const above = coverOf(element);
      if (above === null) return true;
      if (above.closest(overlays) !== null && above.closest(overlays) !== element.closest(overlays))
        return false;
      element.scrollIntoView({ block: 'center', inline: 'center' });
      const stillAbove = coverOf(element);
      if (stillAbove === null) return true;
      faults.push(`${nameOf(element)} is under ${nameOf(stillAbove)}`);
      return false;
    });

    const buttons = reached.flatMap((element) => {
      const part = element.matches('input, textarea') ? null : seenPart(element);
      return part === null ? [] : [{ element, part }];
    });
    for (const [at, one] of buttons.entries()) {
      for (const other of buttons.slice(at + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const width = Math.min(one.part.right, other.part.right) - Math.max(one.part.left, other.part.left);
        const height = Math.min(one.part.bottom, other.part.bottom) - Math.max(one.part.top, other.part.top);
        if (width > 2 && height > 2) faults.push(`${nameOf(one.element)} overlaps ${nameOf(other.element)}`);
      }
    }
    for (const { element, part } of buttons) {
      const { left, right } = element.getBoundingClientRect();
      const isCut = part.right - part.left < right - left - 2;
      if (isCut && !scrollsSideways(element)) faults.push(`${nameOf(element)} is cut at its side`);
    }
    return [...new Set(faults)];

    /** The part of an element that no scrolling ancestor or edge of the window hides; null where that is next to nothing. */
    function seenPart(element: Element) {
      const box = element.getBoundingClientRect();
      const part = {
        left: Math.max(0, box.left),
        top: Math.max(0, box.top),
        right: Math.min(innerWidth, box.right),
        bottom: Math.min(innerHeight, box.bottom),
      };
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(parent);
        if (overflowX !== 'visible' || overflowY !== 'visible') {
          const frame = parent.getBoundingClientRect();
          part.left = Math.max(part.left, frame.left);
          part.top = Math.max(part.top, frame.top);
          part.right = Math.min(part.right, frame.right);
          part.bottom = Math.min(part.bottom, frame.bottom);
        }
        if (position === 'fixed') break;
      }
      return part.right - part.left > 4 && part.bottom - part.top > 4 ? part : null;
    }

    /** What a press at the middle of the part in sight would hit instead. */
    function coverOf(element: Element): Element | null {
      const part = seenPart(element);
      if (part === null) return null;
      const hit = document.elementFromPoint((part.left + part.right) / 2, (part.top + part.bottom) / 2);
      if (hit === null || element.contains(hit) || hit.contains(element)) return null;
      return element.closest('label')?.contains(hit) === true ? null : hit;
    }

    function scrollsSideways(element: Element): boolean {
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        if (['auto', 'scroll'].includes(getComputedStyle(parent).overflowX)) {
          if (parent.scrollWidth > parent.clientWidth) return true;
        }
      }
      return false;
    }

    function nameOf(element: Element): string {
      const words = element.getAttribute('aria-label') ?? element.textContent;
      return `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} “${words.trim().slice(0, 40)}”`;
    }
  });
}
