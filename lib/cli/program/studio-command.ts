import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes';
import type { Studio, StudioFlags } from '../studio/studio';
import { dataDirHelp } from './option-values';

/** Gives a command the options that say which studio it speaks with, and `--json`. */
export function addStudioOptions(command: Command): Command {
  return command
    .option('--data-dir <dir>', dataDirHelp)
    .option('--remote <url>', 'speak with the server at this address instead')
    .option('--key <key>', 'its API key (default $SEEDLOOM_API_KEY)')
    .option('--json', 'print JSON, for scripts');
}

/** Does a command's work with the studio that its options name. */
export async function inStudio(
  flags: StudioFlags,
  work: (studio: Studio) => Promise<ExitCode>,
): Promise<void> {
  const { withStudio } = await import('../studio/open-studio');
  process.exitCode = await withStudio(flags, work);
}
