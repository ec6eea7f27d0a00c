/** A Python regular expression as a tree. What depends on flags is decided when it is parsed. */
export type RegexNode =
  | { type: 'sequence'; items: readonly RegexNode[] }
  | { type: 'choice'; branches: readonly RegexNode[] }
  /** `capture`: its number, if what it takes can be referred to. */
  | { type: 'group'; ignoreCase: boolean; body: RegexNode; capture?: number }
  | { type: 'character'; code: number }
  | { type: 'set'; negated: boolean; members: readonly SetMember[] }
  | { type: 'any'; withNewline: boolean }
  | { type: 'repeat'; body: RegexNode; min: number; max: number | undefined; lazy: boolean; position: number }
  | Assertion
  | Look
  | Backtracking;

export type Assertion = {
  type: 'assertion';
  kind: 'text-start' | 'line-start' | 'text-end' | 'line-end' | 'last-line-end' | 'boundary' | 'no-boundary';
  ascii: boolean;
  position: number;
};

/** Lookahead or lookbehind. */
export type Look = { type: 'look'; ahead: boolean; negative: boolean; body: RegexNode; position: number };

/**
 * What only a matcher that tries again can do: a reference to what a group took, a part that gives nothing back
 * (atomic group, possessive quantifier), a choice by whether a group took part. `refusal` is said where they can't be had.
 */
export type Backtracking = { position: number; refusal: string } & (
  | { type: 'reference'; capture: number }
  | { type: 'atomic'; body: RegexNode }
  | { type: 'conditional'; capture: number; yes: RegexNode; no: RegexNode }
);

export type SetMember = { type: 'range'; from: number; to: number } | Category;

/** `\d`, `\w`, `\s` and their opposites. */
export type Category = { type: 'category'; letter: 'd' | 'w' | 's'; negated: boolean; ascii: boolean };

/** Why a pattern is refused; caught where the pattern is compiled. */
export class RegexRefusal extends Error {
  override readonly name = 'RegexRefusal';
}
