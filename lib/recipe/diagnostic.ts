/** A place in a text; line and column count from 1, columns in UTF-16 units. */
export type Position = { line: number; column: number };

/** From `start` up to, not including, `end`. */
export type TextRange = { start: Position; end: Position };

/** Replaces what stands in `range` by `text`; an empty range inserts. */
export type TextEdit = { range: TextRange; text: string };

/** A mend that a person may take with one press. The edits don't overlap and refer to the text as it is. */
export type Fix = { title: string; edits: TextEdit[] };

/**
 * Something to say about a recipe's text. The message starts with the path, with ids in place of positions in
 * lists. Errors keep a recipe from being run; warnings and infos don't.
 */
export type Diagnostic = {
  severity: 'error' | 'warning' | 'info';
  /** Stable, kebab-case. */
  code: DiagnosticCode;
  message: string;
  path: (string | number)[];
  range: TextRange;
  /** Ways to mend it, the likeliest first. */
  fixes: Fix[];
};

/** What a diagnostic is about: pages and programs choose by it, people read the message. */
export type DiagnosticCode =
  | 'yaml-syntax'
  | 'duplicate-key'
  | 'too-large'
  | 'wrong-type'
  | 'text-from-scalar'
  | 'missing-field'
  | 'empty'
  | 'out-of-range'
  | 'unknown-key'
  | 'unknown-choice'
  | 'not-supported'
  | 'no-effect'
  | 'missing-model'
  | 'missing-address'
  | 'missing-key'
  | 'key-elsewhere'
  | 'nothing-to-plan'
  | 'output-path'
  | 'duplicate-id'
  | 'duplicate-value-id'
  | 'reserved-id'
  | 'rates-over-one'
  | 'rates-normalised'
  | 'rates-all-zero'
  | 'never-drawn'
  | 'combination-keys'
  | 'combination-unknown'
  | 'combination-repeated'
  | 'combination-impossible'
  | 'combinations-cover-all'
  | 'combinations-too-many'
  | 'bad-regex'
  | 'bad-condition'
  | 'answer-form'
  | 'missing-payload'
  | 'template-syntax'
  | 'template-value'
  | 'json-braces'
  | 'unknown-placeholder'
  | 'unknown-property'
  | 'not-kept'
  | 'forward-reference'
  | 'reference-cycle'
  | 'unknown-passthrough'
  | 'unknown-column'
  | 'rule-column'
  | 'rule-empty'
  | 'rule-repeated'
  | 'rule-never-met'
  | 'rule-rejects-drawn'
  | 'bad-schema'
  | 'example-keys'
  | 'source-path'
  | 'source-format'
  | 'source-unreadable'
  | 'bad-records'
  | 'missing-column'
  | 'overwritten-column'
  | 'segment-overlap'
  | 'tokenizer'
  | 'values-or-sampler'
  | 'sampler-key'
  | 'bad-date'
  | 'depends-unknown'
  | 'depends-twice'
  | 'bad-sql'
  | 'lookup-entry'
  | 'unknown-environment'
  | 'unknown-tool'
  | 'tools-not-called'
  | 'secret-moved'
  | 'left-out'
  | 'converted'
  | 'drafted';
