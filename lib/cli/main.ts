import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes';
import { createProgram } from './program/create-program';

// Whoever reads may have read enough, as head does: no more is said, and what goes on beside the words goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? exitCodes.done);
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  // oumi's short form, which is no short form to anybody else.
  await createProgram().parseAsync(process.argv.map((word) => (word === '-log' ? '--log-level' : word)));
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.notStarted;
  else {
    const { tellError } = await import('./tell-error');
    process.exitCode = tellError(error);
  }
}
