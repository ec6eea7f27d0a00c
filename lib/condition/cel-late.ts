import { lateLibrary } from '@/lib/util/late-library';

/** The language of conditions, fetched for the first recipe that has one (decision 105). */
export const cel = lateLibrary(() => import('@marcbachmann/cel-js'));
