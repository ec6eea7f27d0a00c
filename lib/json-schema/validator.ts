import { format, Validator } from '@cfworker/json-schema';
import { presentLibrary } from '@/lib/util/late-library';

/** The check of JSON Schemas, where it comes with the code: everywhere but in browsers (decision 105). */
export const validator = presentLibrary({ format, Validator });
