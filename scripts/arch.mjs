// @ts-check
import { spawnSync } from 'node:child_process';
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
