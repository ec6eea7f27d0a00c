// @ts-check
import { nodeProblem } from './setup/node-version.mjs';

// Before anything else is loaded: an old Node may not even know what the rest is written in.
const problem = nodeProblem(process.versions.node);
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
const { start } = await import('./start/start-studio.mjs');
await start(process.argv.slice(2));
