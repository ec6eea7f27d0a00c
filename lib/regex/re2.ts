import { RE2JS, RE2JSException } from 're2js';
import { presentLibrary } from '@/lib/util/late-library';

/** The engine of regular expressions, where it comes with the code: everywhere but in browsers (decision 105). */
export const re2 = presentLibrary({ RE2JS, RE2JSException });
