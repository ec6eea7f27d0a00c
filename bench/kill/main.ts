import { parseArgs } from 'node:util';
import { bundlePrograms } from '@/lib/runtime/testing/bundled-programs';
import { print, printHead, printRow } from '../table';
import { killRound } from './kill-round';
import { loneWorker, wholeStudio } from './victims';

/**
 * Kills a worker, or with `--studio` (which needs a build) worker, web or all, at random moments of a run, round after
 * round, and compares each with an undisturbed run. Ends with 1 when any of them differs.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    rows: { type: 'string', default: '300' },
    kills: { type: 'string', default: '6' },
    studio: { type: 'boolean', default: false },
  },
});

const programs = await bundlePrograms();
let failedRounds = 0;
try {
  printHead([
    'seed',
    'killed',
    'seconds',
    'answers',
    'lost by kills',
    'may be lost',
    'asked again',
    'differences',
  ]);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const seed = Number(values.seed) + round;
    const result = await killRound({
      seed,
      rows: Number(values.rows),
      kills: Number(values.kills),
      longestLifeMs: 1000,
      victims: (dataDir) => (values.studio ? wholeStudio(dataDir) : loneWorker(programs, dataDir)),
    });
    if (result.differences.length > 0) failedRounds += 1;
    printRow([
      seed,
      result.kills.join(' '),
      result.seconds.toFixed(1),
      result.answered,
      result.lostAnswers,
      result.mayBeLost,
      result.answeredAgain,
      result.differences.join(' ') || 'none',
    ]);
  }
} finally {
  await programs.remove();
}
print(failedRounds === 0 ? '\nEach run ended like an undisturbed one.' : `\n${failedRounds} rounds differ.`);
process.exitCode = failedRounds === 0 ? 0 : 1;
