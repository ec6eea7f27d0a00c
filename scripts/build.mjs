// @ts-check
import { endCommandsWithProcess } from './setup/run-command.mjs';
import { setUp } from './setup/setup.mjs';
import { say } from './setup/terminal.mjs';

endCommandsWithProcess();
try {
  const { didWork } = await setUp({ module: true, build: true });
  say(didWork ? 'Built.' : 'Nothing has changed since the last build.');
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
