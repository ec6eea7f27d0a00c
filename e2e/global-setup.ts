import { findChromium } from '@/scripts/test/chromium.mjs';
import { modelFileForTests } from '@/scripts/test/model-file.mjs';
import { setUp } from '@/scripts/setup/setup.mjs';

/** What every story needs, whoever runs it: the built studio, the small model, a Chromium. */
export default async function globalSetup(): Promise<void> {
  await setUp({ module: true, build: true });
  process.env['SEEDLOOM_MODEL_FILE'] = await modelFileForTests();
  const chromium = await findChromium();
  if (chromium !== null) process.env['CHROME_PATH'] = chromium;
}
