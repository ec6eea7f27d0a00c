import type { Use } from '@/lib/recipe/form/uses';
import { formatCount } from '../format';

/** What uses a value, as pages call it: an attribute by its id, the rest by how many they are. */
export function wordsOfUse(use: Use): string {
  switch (use.kind) {
    case 'sampled':
    case 'generated':
    case 'conversation':
    case 'transformed':
      return use.id;
    case 'combinations':
      return use.count === 1 ? '1 combination' : `${formatCount(use.count)} combinations`;
    case 'quality':
      return use.count === 1 ? '1 rule' : `${formatCount(use.count)} rules`;
    case 'output':
      return 'the output';
  }
}
