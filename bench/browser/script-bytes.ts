import type { Page } from '@playwright/test';

/** Compressed bytes of JavaScript, headers included, as they came over the wire. */
export type ScriptBytes = {
  /** What the page's HTML asks for itself: nothing can be drawn by the browser's own code before it is there. */
  first: number;
  /** All that has come so far, what was loaded on demand included. */
  soFar: number;
};

/** Opens an address with an empty cache; the returned function tells what its scripts have weighed until then. */
export async function openCounting(page: Page, path: string): Promise<() => ScriptBytes> {
  const cdp = await page.context().newCDPSession(page);
  const urls = new Map<string, string>();
  const bytes = new Map<string, number>();
  cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script') urls.set(requestId, response.url);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId);
    if (url !== undefined) bytes.set(url, encodedDataLength);
  });
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  const response = await page.goto(path);
  const html = (await response?.text()) ?? '';
  return () => ({
    first: sum([...bytes].flatMap(([url, size]) => (html.includes(new URL(url).pathname) ? [size] : []))),
    soFar: sum([...bytes.values()]),
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
