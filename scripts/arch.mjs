// @ts-check
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeCommand, root } from './setup/run-command.mjs';

/** Fewer modules than this, and the checker has not seen the code at all: it says "no violations" then too. */
const fewestModules = 100;

const folders = ['app', 'components', 'lib', 'e2e', 'bench', 'scripts'];
const [node = '', ...parameters] = nodeCommand('dependency-cruiser/bin/dependency-cruise.mjs', ...folders);
const checked = spawnSync(node, [...parameters, '--config', '.dependency-cruiser.cjs'], {
  cwd: root,
  encoding: 'utf8',
});
process.stdout.write(checked.stdout + checked.stderr);

const modules = Number(/(\d+) modules/.exec(checked.stdout)?.[1] ?? 0);
process.stdout.write(`${modules} modules checked\n`);
if (checked.status !== 0) process.exitCode = 1;
else if (modules < fewestModules) {
  process.stdout.write(`That is too few: the check has not read the code.\n`);
  process.exitCode = 1;
}

// Pages are made on the server; what runs in the browser lives in components/, but for what Next.js wants beside them.
const app = join(root, 'app');
const clientPages = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter(
  (path) =>
    path.endsWith('.tsx') &&
    !['error.tsx', 'global-error.tsx'].includes(basename(path)) &&
    /^\s*['"]use client['"]/m.test(readFileSync(join(app, path), 'utf8')),
);
for (const path of clientPages) {
  process.stdout.write(`app/${path} is a client component: those live in components/.\n`);
  process.exitCode = 1;
}
