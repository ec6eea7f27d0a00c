import { Environment } from '@marcbachmann/cel-js';
import { presentLibrary } from '@/lib/util/late-library';

/** The language of conditions, where it comes with the code: everywhere but in browsers (decision 105). */
export const cel = presentLibrary({ Environment });
