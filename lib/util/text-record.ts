import type { Value } from './value';

/** A dict that stands for a text where it is printed as a whole: a document with its name for the text. */
export class TextRecord extends Map<string, Value> {
  readonly text: string;

  constructor(entries: Iterable<readonly [string, Value]>, text: string) {
    super(entries);
    this.text = text;
  }
}
