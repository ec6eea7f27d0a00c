// @ts-check
import { existsSync } from 'node:fs';
import { nodeCommand, runCommand } from '../setup/run-command.mjs';
import { phase } from '../setup/terminal.mjs';

const debianChromium = '/usr/bin/chromium';

/**
 * A Chromium for the end-to-end tests: the one that $CHROME_PATH names, Debian's, one that apt installs when
 * we may, else Playwright's own.
 * @returns {Promise<string | null>} its path; null means Playwright's own
 */
export async function findChromium() {
  const given = process.env['CHROME_PATH'];
  if (given && !existsSync(given)) throw new Error(`CHROME_PATH is ${given}, and there is no such file.`);
  if (given) return given;
  if (existsSync(debianChromium)) return debianChromium;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const isInstalled = await phase('Installing Chromium', installByApt);
    if (isInstalled) return debianChromium;
  }
  const withSystem = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') ? ['--with-deps'] : [];
  await phase("Fetching Playwright's Chromium", () =>
    runCommand(nodeCommand('@playwright/test/cli.js', 'install', ...withSystem, 'chromium')),
  );
  return null;
}

async function installByApt() {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await runCommand(['apt-get', 'update', '-qq'], { env });
    await runCommand(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
  } catch {
    return false; // Ubuntu's chromium is a snap, and some machines have no way to their packages
  }
  return existsSync(debianChromium);
}
