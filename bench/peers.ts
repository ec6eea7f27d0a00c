import { print, printHead, printRow } from './table';

/**
 * What other programs reached on these workloads, on another day, on two shared cores of the same kind: to be set beside
 * ratios to the bare client, not beside times of this run.
 */
const peers = [
  {
    name: 'Data Designer 0.9.6',
    workloads: {
      W1: '6.74 s',
      W2: '133 rows/s, 7.4 s CPU',
      W3: '161 rows/s, 393 MB',
      W5: '482 of 500 rows, 124 s',
      W6: '21.0 s, 173 × 429',
    },
  },
  {
    name: 'distilabel 1.5.3',
    workloads: {
      W1: '7.91 s',
      W2: '167 rows/s, 10.0 s CPU',
      W3: '165 rows/s, 478 MB',
      W5: 'ends in an error',
      W6: 'ends in an error, 669 × 429',
    },
  },
  {
    name: 'Curator 0.1.31',
    workloads: {
      W1: '4.21 s',
      W2: '282 rows/s, 3.6 s CPU',
      W3: '270 rows/s, 367 MB',
      W5: '500 of 500 rows, 31 s',
      W6: '20.1 s, none',
    },
  },
  {
    name: 'oumi 0.9',
    workloads: {
      W1: '3.89 s',
      W2: '837 rows/s, 1.1 s CPU',
      W3: '715 rows/s, 1,189 MB',
      W5: '500 of 500 rows, 119 s',
      W6: 'ends in an error, 269 × 429',
    },
  },
  {
    name: 'bare client, then',
    workloads: { W1: '3.29 s', W2: '4,000 rows/s, 0.30 s CPU', W3: '6,900 rows/s, 113 MB', W5: '', W6: '' },
  },
] as const;

/** Prints the peers' figures; CPU is for 1,000 rows, W1 from the first to the last call. */
export function printPeers(): void {
  print('\nOthers, measured earlier (CPU for 1,000 rows):');
  const names = ['W1', 'W2', 'W3', 'W5', 'W6'] as const;
  printHead(['', ...names]);
  for (const { name, workloads } of peers) printRow([name, ...names.map((workload) => workloads[workload])]);
}
