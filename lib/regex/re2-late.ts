import { lateLibrary } from '@/lib/util/late-library';

/** The engine of regular expressions, fetched for the first recipe that has one (decision 105). */
export const re2 = lateLibrary(() => import('re2js'));
