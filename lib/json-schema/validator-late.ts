import { lateLibrary } from '@/lib/util/late-library';

/** The check of JSON Schemas, fetched for the first recipe that has one (decision 105). */
export const validator = lateLibrary(() => import('@cfworker/json-schema'));
