import { backtrackProgram, type Program, type Step } from '@/lib/regex/backtrack-program';
import { casesOf, wordTest } from '@/lib/regex/character-test';
import type { Assertion, RegexNode } from '@/lib/regex/syntax';
import { assertNever } from '@/lib/util/assert-never';

/** A search that takes more steps ends: some tenths of a second. */
const mostSteps = 1_000_000;

/**
 * A search that tries one way after the other, as Python's does, for what can't be found in linear time. It ends after
 * a number of steps, on every machine the same, and has then found nothing. Throws RegexRefusal for what is too large.
 */
export function backtrackSearch(tree: RegexNode): (text: string) => { start: number; end: number } | null {
  const program = backtrackProgram(tree);
  return (text) => {
    const search = new Search(program, text);
    for (let start = 0; start <= text.length; start += widthAt(text, start)) {
      const end = search.from(start);
      if (end >= 0) return { start, end };
      if (search.hasGivenUp) return null;
    }
    return null;
  };
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** Stands for the step where an entry of `#left` says what a register was before. */
const undoes = -1;

class Search {
  readonly #program: Program;
  readonly #text: string;
  readonly #registers: number[];
  /** Ways that are left to try (step, place, 0), and registers as they were (`undoes`, register, place). */
  readonly #left: number[] = [];
  #steps = 0;

  constructor(program: Program, text: string) {
    this.#program = program;
    this.#text = text;
    this.#registers = Array.from({ length: program.registers }, () => -1);
  }

  get hasGivenUp(): boolean {
    return this.#steps > mostSteps;
  }

  /** The end of a match that begins here, or -1. */
  from(start: number): number {
    this.#registers.fill(-1);
    this.#left.length = 0;
    return this.#run(0, start);
  }

  /** Runs from a step up to `match`. What was tried stays in `#left` for whoever wants to try on. */
  #run(first: number, start: number): number {
    const base = this.#left.length;
    let at = start;
    let next = first;
    for (;;) {
      if (++this.#steps > mostSteps) return -1;
      const step = this.#program.steps[next];
      if (step === undefined || step.op === 'match') return at;
      const after = this.#take(step, next, at);
      if (after !== null) {
        next = after.next;
        at = after.at;
        continue;
      }
      const again = this.#tryAgain(base);
      if (again === null) return -1;
      next = again.next;
      at = again.at;
    }
  }

  /** Where it goes on after a step; null where the step fails. */
  #take(step: Exclude<Step, { op: 'match' }>, next: number, at: number): { next: number; at: number } | null {
    switch (step.op) {
      case 'one': {
        const code = this.#text.codePointAt(at);
        if (code === undefined || !step.test(code)) return null;
        return { next: next + 1, at: at + (code > 0xffff ? 2 : 1) };
      }
      case 'split':
        this.#left.push(step.later ? next + 1 : step.to, at, 0);
        return { next: step.later ? step.to : next + 1, at };
      case 'jump':
        return { next: step.to, at };
      case 'save':
        this.#left.push(undoes, step.register, this.#registers[step.register] ?? -1);
        this.#registers[step.register] = at;
        return { next: next + 1, at };
      case 'moved':
        return { next: this.#registers[step.register] === at ? step.to : next + 1, at };
      case 'assert':
        return this.#holds(step.assertion, at) ? { next: next + 1, at } : null;
      case 'look':
        return this.#look(step, next, at);
      case 'atomic': {
        const base = this.#left.length;
        const end = this.#run(next + 1, at);
        if (end < 0) return null;
        this.#keepUndoes(base);
        return { next: step.to, at: end };
      }
      case 'reference': {
        const end = this.#endOfReference(step, at);
        return end < 0 ? null : { next: next + 1, at: end };
      }
      case 'conditional':
        return { next: this.#taken(step.capture) === null ? step.to : next + 1, at };
      default:
        return assertNever(step);
    }
  }

  #tryAgain(base: number): { next: number; at: number } | null {
    while (this.#left.length > base) {
      const value = this.#left.pop() ?? 0;
      const at = this.#left.pop() ?? 0;
      const next = this.#left.pop() ?? 0;
      if (next !== undoes) return { next, at };
      this.#registers[at] = value;
    }
    return null;
  }

  #look(step: Extract<Step, { op: 'look' }>, next: number, at: number): { next: number; at: number } | null {
    const base = this.#left.length;
    const start = this.#before(at, step.back);
    // What stands behind has one width, so it ends here.
    const found = start >= 0 && this.#run(next + 1, start) >= 0;
    if (step.negative && found) while (this.#tryAgain(base) !== null);
    if (found === step.negative) return null;
    this.#keepUndoes(base);
    return { next: step.to, at };
  }

  /** The place some characters before another; -1 where there are not so many. */
  #before(at: number, characters: number): number {
    let place = at;
    for (let count = 0; count < characters; count++) {
      place -= place >= 2 && (this.#text.codePointAt(place - 2) ?? 0) > 0xffff ? 2 : 1;
      if (place < 0) return -1;
    }
    return place;
  }

  /** Forgets the ways that are left since `base`, but not what has to be undone. */
  #keepUndoes(base: number): void {
    let kept = base;
    for (let at = base; at < this.#left.length; at += 3) {
      if (this.#left[at] !== undoes) continue;
      this.#left.copyWithin(kept, at, at + 3);
      kept += 3;
    }
    this.#left.length = kept;
  }

  #taken(capture: number): string | null {
    const start = this.#registers[2 * capture] ?? -1;
    const end = this.#registers[2 * capture + 1] ?? -1;
    return start < 0 || end < start ? null : this.#text.slice(start, end);
  }

  #endOfReference({ capture, ignoreCase }: Extract<Step, { op: 'reference' }>, at: number): number {
    const taken = this.#taken(capture);
    if (taken === null) return -1;
    // Each character that is compared counts.
    this.#steps += taken.length;
    if (!ignoreCase) return this.#text.startsWith(taken, at) ? at + taken.length : -1;
    let place = at;
    for (const character of taken) {
      const code = this.#text.codePointAt(place);
      if (
        code === undefined ||
        !casesOf(character.codePointAt(0) ?? 0).some((one) => casesOf(code).includes(one))
      ) {
        return -1;
      }
      place += code > 0xffff ? 2 : 1;
    }
    return place;
  }

  #holds({ kind, ascii }: Assertion, at: number): boolean {
    const text = this.#text;
    switch (kind) {
      case 'text-start':
        return at === 0;
      case 'line-start':
        return at === 0 || text.charAt(at - 1) === '\n';
      case 'text-end':
        return at === text.length;
      case 'line-end':
        return at === text.length || text.charAt(at) === '\n';
      case 'last-line-end':
        return at === text.length || (at === text.length - 1 && text.charAt(at) === '\n');
      case 'boundary':
        return this.#isBoundary(at, ascii);
      case 'no-boundary':
        return !this.#isBoundary(at, ascii) && text !== '';
      default:
        return assertNever(kind);
    }
  }

  #isBoundary(at: number, ascii: boolean): boolean {
    const isWord = wordTest(ascii);
    const before = this.#before(at, 1);
    const left = before >= 0 && isWord(this.#text.codePointAt(before) ?? 0);
    const right = at < this.#text.length && isWord(this.#text.codePointAt(at) ?? 0);
    return left !== right;
  }
}
