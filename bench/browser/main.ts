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

/** Measures the production build in a real Chromium; `only` names parts of it. */
export async function measureBrowser(only: readonly string[]): Promise<void> {
  const mock = await startMockEndpoint();
  const studio = await startStudio({ flags: ['--no-model'] });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const openPage = () => browser.newPage({ baseURL: studio.url, viewport: { width: 1440, height: 900 } });
  try {
    printHead(['', 'measured', 'aimed at']);
    for (const [name, measure] of Object.entries(parts)) {
      if (only.length > 0 && !only.includes(name)) continue;
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
