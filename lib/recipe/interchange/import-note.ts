import type { Node } from 'yaml';
import type { Finding } from '../report';

/** Something to say about a part of what was imported. */
export type ImportNote = Pick<Finding, 'path' | 'text'> & {
  severity: 'warning' | 'info';
  /** What was left out and stands nowhere in the recipe; never a key. */
  leftOut?: Node | null;
};
