import type { ReadRecipe } from '../read-recipe';
import type { SpanEdit } from '../report';
import type { Path } from '../yaml/document';

/** Something that the exported text doesn't say any more, or says in another way. */
export type Dropped = {
  /** Where it stands in the recipe that was exported. */
  path: Path;
  reason: string;
};

export type ExportedRecipe = { text: string; dropped: Dropped[] };

/** An export to oumi at work: small edits of the text as it was read, and what has to be said. */
export type OumiExport = ReadRecipe & { edits: SpanEdit[]; dropped: Dropped[] };
