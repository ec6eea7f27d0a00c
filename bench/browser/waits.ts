import type { Page } from '@playwright/test';

/** ms that a person waited. */
export type Waits = {
  /** From a key or a press to the next frame, by the browser's Event Timing, in steps of 8 ms. */
  interactions: readonly number[];
  /** From a key to the frame that shows another preview. */
  previews: readonly number[];
  /** Between one frame and the next. */
  frames: readonly number[];
};

type Noted = { interactions: Record<string, number>; previews: number[]; frames: number[] };

declare global {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface joins the browser's own
  interface Window {
    waits: Noted;
  }
}

/** From now on notes in the page what a person waits for; the returned function tells it and begins anew. */
export async function noteWaits(page: Page): Promise<() => Promise<Waits>> {
  // The runner of the bench writes a call of this around functions with a name.
  await page.evaluate('globalThis.__name = (made) => made');
  await page.evaluate(() => {
    const noted: Noted = { interactions: {}, previews: [], frames: [] };
    window.waits = noted;
    // The types of the browser's API don't know the threshold.
    const shortest: PerformanceObserverInit & { durationThreshold: number } = {
      type: 'event',
      durationThreshold: 16,
    };
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries() as PerformanceEventTiming[]) {
        if (interactionId) {
          window.waits.interactions[interactionId] = Math.max(
            window.waits.interactions[interactionId] ?? 0,
            duration,
          );
        }
      }
    }).observe(shortest);

    let pressedAt: number | null = null;
    addEventListener('keydown', ({ timeStamp }) => (pressedAt = timeStamp), { capture: true });
    new MutationObserver((changes) => {
      // Looked at only after a key: it would be most of the work of a page that scrolls.
      if (pressedAt === null) return;
      if (!changes.some(({ target }) => target.parentElement?.closest('.preview') != null)) return;
      const since = pressedAt;
      pressedAt = null;
      // A message sent in a frame's callback arrives when the frame is on its way to the screen.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.waits.previews.push(performance.now() - since);
        port2.postMessage(null);
      });
    }).observe(document.body, { subtree: true, childList: true, characterData: true });

    const frames = {
      before: performance.now(),
      note: (now: number) => {
        window.waits.frames.push(now - frames.before);
        frames.before = now;
        requestAnimationFrame(frames.note);
      },
    };
    requestAnimationFrame(frames.note);
  });
  return () =>
    page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const { interactions, previews, frames } = window.waits;
      window.waits = { interactions: {}, previews: [], frames: [] };
      return { interactions: Object.values(interactions), previews, frames };
    });
}
