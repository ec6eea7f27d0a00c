import { chromium } from '@playwright/test';
import { startMockEndpoint } from '../mock-endpoint';
import { printHead, printRow } from '../table';
import { startStudio } from '@/e2e/start-studio';
import { measureEdits } from './measure-edits';
import { measureLoad } from './measure-load';
import { measureRows } from './measure-rows';
import { measureRun } from './measure-run';
import type { Bench, Figure } from './bench';

const parts: Readonly<Record<string, (bench: Bench) => AsyncGenerator<Figure>>> = {
  load: measureLoad,
  edit: measureEdits,
  rows: measureRows,
  run: measureRun,
};

/** What `measureBrowser` can measure. */
export const browserParts: readonly string[] = Object.keys(parts);

/** Measures the chosen parts of the production build in a real Chromium. */
export async function measureBrowser(wanted: ReadonlySet<string>): Promise<void> {
  const mock = await startMockEndpoint();
  const studio = await startStudio({ flags: ['--no-model'] });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const openPage = () => browser.newPage({ baseURL: studio.url, viewport: { width: 1440, height: 900 } });
  try {
    printHead(['', 'measured', 'aimed at']);
    for (const [name, measure] of Object.entries(parts)) {
      if (!wanted.has(name)) continue;
      for await (const { what, measured, aim } of measure({ studio, mock, openPage })) {
        printRow([what, measured, aim]);
      }
    }
  } finally {
    await browser.close();
    await studio.stop();
    await mock.close();
  }
}
