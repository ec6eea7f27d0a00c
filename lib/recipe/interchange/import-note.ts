import type { Finding } from '../report';

/** Something to say about a part of what was imported. */
export type ImportNote = Pick<Finding, 'path' | 'text'> & { severity: 'warning' | 'info' };
