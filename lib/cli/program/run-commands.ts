import type { Command } from 'commander';
import type { StudioFlags } from '../studio/studio';
import { dollars, limitOption, wholeNumber } from './option-values';
import { addStudioOptions, inStudio } from './studio-command';

const runHelp = 'its id, or its name where only one has it';

type Flags = StudioFlags & { json?: boolean };
type ResumeFlags = Flags & { output?: string; budget?: number; num_samples?: number; wait: boolean };

/** Adds what looks at runs and steers them. */
export function addRunCommands(program: Command): void {
  const runs = program.command('runs').description('List runs, look at them, pause, resume and cancel them.');
  addLooks(runs);
  addWish(runs, 'pause', 'Pause a run; calls in flight are awaited and their answers kept.');
  addWish(runs, 'cancel', 'End a run; the rows that it has made stay.');
  addResume(runs);
}

function addLooks(runs: Command): void {
  addStudioOptions(
    runs
      .command('ls')
      .description('List runs, the newest first.')
      .option('--status <statuses>', 'only these, with commas between them, such as running,paused')
      .addOption(limitOption()),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom runs ls --status running,paused
  seedloom runs ls --remote http://studio:3000 --json | jq '.[0].progress.cost_usd'`,
    )
    .action((options: Flags & { status?: string; limit: number }) =>
      inStudio(options, async (studio) => {
        const { listRuns } = await import('../commands/runs');
        return listRuns(studio, options);
      }),
    );

  addStudioOptions(
    runs
      .command('show')
      .description('Print how far a run is, what it cost and what failed.')
      .argument('<run>', runHelp),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  seedloom runs show 12\n  seedloom runs show 12 --json | jq .progress',
    )
    .action((run: string, options: Flags) =>
      inStudio(options, async (studio) => {
        const { showRun } = await import('../commands/runs');
        return showRun(studio, run, options);
      }),
    );

  addStudioOptions(
    runs
      .command('watch')
      .description('Show how far a run is until it has ended or is paused.')
      .argument('<run>', runHelp),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom runs watch 12
  seedloom runs watch 12 --json | jq --unbuffered .progress.accepted

Ctrl-C ends the looking, not the run. --json prints one state a line.
Exit codes: 0 completed, 3 failed or cancelled, 4 paused or going on, 5 the server does not answer.`,
    )
    .action((run: string, options: Flags) =>
      inStudio(options, async (studio) => {
        const { watchRun } = await import('../commands/runs');
        return watchRun(studio, run, options);
      }),
    );
}

function addWish(runs: Command, verb: 'pause' | 'cancel', description: string): void {
  addStudioOptions(runs.command(verb).description(description).argument('<run>', runHelp))
    .addHelpText('after', `\nExamples:\n  seedloom runs ${verb} 12\n  seedloom runs ${verb} "stories.yaml"`)
    .action((run: string, options: Flags) =>
      inStudio(options, async (studio) => {
        const { wishRun } = await import('../commands/runs');
        return wishRun(studio, run, { ...options, verb });
      }),
    );
}

function addResume(runs: Command): void {
  addStudioOptions(
    runs
      .command('resume')
      .description('Let a paused, failed or cancelled run go on, and see it to its end.')
      .argument('<run>', runHelp)
      .option(
        '--output <file>',
        'write its rows there when it has ended; .json, .csv and .parquet name their format, else JSON Lines',
      )
      .option('--budget <usd>', 'pause before this sum of dollars is passed', dollars)
      .option('--num_samples <n>', 'how many rows it shall have', wholeNumber(1, 10_000_000))
      .option('--no-wait', 'leave it to the worker, and end at once'),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom runs resume 12
  seedloom runs resume 12 --budget 5 --output rows.jsonl
  seedloom runs resume 12 --num_samples 2000 --no-wait

Where no worker runs, the command makes the rows itself. Ctrl-C pauses again.
Exit codes: 0 completed, 1 it can't go on, 3 failed or cancelled, 4 paused, 5 the server does not answer.`,
    )
    .action((run: string, { num_samples: numSamples, ...options }: ResumeFlags) =>
      inStudio(options, async (studio) => {
        const { resumeRun } = await import('../commands/runs');
        return resumeRun(studio, run, { ...options, numSamples });
      }),
    );
}
