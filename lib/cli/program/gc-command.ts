import type { Command } from 'commander';
import { dataDirHelp, wholeNumber } from './option-values';

/** Adds the command that clears answers which nothing uses. */
export function addGcCommand(program: Command): void {
  program
    .command('gc')
    .description('Clear answers of models that no row uses any more.')
    .option('--days <n>', 'those that are older than so many days', wholeNumber(0, 36_500), 30)
    .option('--dry-run', 'only tell how many there are')
    .option('--json', 'tell it as JSON')
    .option('--data-dir <dir>', dataDirHelp)
    .addHelpText(
      'after',
      `
An answer is kept as long as a row, or what a row can be set back to, stands on it, and as long as a run of
its recipe is not over. The worker does the same by itself, once a day.

Examples:
  seedloom gc
  seedloom gc --days 7 --dry-run

Exit codes: 0 done, 1 the data can't be opened.`,
    )
    .action(async (options: { days: number; dryRun?: true; json?: true; dataDir?: string }) => {
      const { gc } = await import('../commands/gc');
      const { days, dryRun = false, json = false, dataDir } = options;
      process.exitCode = await gc({ days, dryRun, json, dataDir });
    });
}
