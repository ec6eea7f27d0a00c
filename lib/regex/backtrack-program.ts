import type { Assertion, RegexNode } from '@/lib/regex/syntax';
import { RegexRefusal } from '@/lib/regex/syntax';
import { characterTest, setTest, type CharacterTest } from '@/lib/regex/character-test';
import { widthOf } from '@/lib/regex/write-regex';

/** One step of a matcher that tries again. Numbers named `to` are places in the program. */
export type Step =
  | { op: 'one'; test: CharacterTest }
  /** Goes on behind this step, and at `to` when that fails; with `later` the other way round. */
  | { op: 'split'; to: number; later: boolean }
  | { op: 'jump'; to: number }
  /** Keeps the place in the text. */
  | { op: 'save'; register: number }
  /** Goes on at `to` where nothing was taken since the place was kept: a repetition of nothing would not end. */
  | { op: 'moved'; register: number; to: number }
  | { op: 'assert'; assertion: Assertion }
  /** Runs the steps behind this one up to `match`, from `back` characters before, then goes on at `to`. */
  | { op: 'look'; negative: boolean; back: number; to: number }
  | { op: 'atomic'; to: number }
  | { op: 'reference'; capture: number; ignoreCase: boolean }
  | { op: 'conditional'; capture: number; to: number }
  | { op: 'match' };

export type Program = { steps: readonly Step[]; registers: number };

/** Repetitions are written out; more steps than this are refused. */
const mostSteps = 20_000;

/** The steps of a pattern. Group n keeps its ends in the registers 2n and 2n + 1. Throws RegexRefusal. */
export function backtrackProgram(tree: RegexNode): Program {
  const writer: Writer = { steps: [], registers: 2 * (mostCapture(tree) + 1) };
  write(writer, tree, false);
  add(writer, { op: 'match' });
  return writer;
}

type Writer = { steps: Step[]; registers: number };

function mostCapture(node: RegexNode): number {
  switch (node.type) {
    case 'sequence':
      return Math.max(0, ...node.items.map(mostCapture));
    case 'choice':
      return Math.max(0, ...node.branches.map(mostCapture));
    case 'group':
      return Math.max(node.capture ?? 0, mostCapture(node.body));
    case 'repeat':
    case 'look':
    case 'atomic':
      return mostCapture(node.body);
    case 'conditional':
      return Math.max(mostCapture(node.yes), mostCapture(node.no));
    case 'character':
    case 'set':
    case 'any':
    case 'assertion':
    case 'reference':
      return 0;
  }
}

function add<Added extends Step>({ steps }: Writer, step: Added): Added {
  if (steps.length >= mostSteps) throw tooLarge();
  steps.push(step);
  return step;
}

function tooLarge(): RegexRefusal {
  return new RegexRefusal('the pattern repeats too much; use "*" or "+"');
}

function write(writer: Writer, node: RegexNode, ignoreCase: boolean): void {
  switch (node.type) {
    case 'sequence':
      for (const item of node.items) write(writer, item, ignoreCase);
      return;
    case 'choice':
      return writeChoice(writer, node.branches, ignoreCase);
    case 'group':
      if (node.capture === undefined) return write(writer, node.body, node.ignoreCase);
      add(writer, { op: 'save', register: 2 * node.capture });
      write(writer, node.body, node.ignoreCase);
      add(writer, { op: 'save', register: 2 * node.capture + 1 });
      return;
    case 'character':
      add(writer, { op: 'one', test: characterTest(node.code, ignoreCase) });
      return;
    case 'set':
      add(writer, { op: 'one', test: setTest(node.negated, node.members, ignoreCase) });
      return;
    case 'any':
      add(writer, { op: 'one', test: node.withNewline ? () => true : (code: number) => code !== 10 });
      return;
    case 'repeat':
      return writeRepeat(writer, node, ignoreCase);
    case 'assertion':
      add(writer, { op: 'assert', assertion: node });
      return;
    case 'look': {
      const back = node.ahead ? 0 : widthOf(node.body);
      if (back === undefined) {
        const sign = node.negative ? '!' : '=';
        throw new RegexRefusal(`a lookbehind (?<${sign}…) must have one width (position ${node.position})`);
      }
      return writeInner(writer, { op: 'look', negative: node.negative, back, to: 0 }, node.body, ignoreCase);
    }
    case 'atomic':
      return writeInner(writer, { op: 'atomic', to: 0 }, node.body, ignoreCase);
    case 'reference':
      add(writer, { op: 'reference', capture: node.capture, ignoreCase });
      return;
    case 'conditional': {
      const choice = add(writer, { op: 'conditional', capture: node.capture, to: 0 });
      write(writer, node.yes, ignoreCase);
      const end = add(writer, { op: 'jump', to: 0 });
      choice.to = writer.steps.length;
      write(writer, node.no, ignoreCase);
      end.to = writer.steps.length;
    }
  }
}

function writeInner(
  writer: Writer,
  step: Extract<Step, { op: 'look' | 'atomic' }>,
  body: RegexNode,
  ignoreCase: boolean,
): void {
  add(writer, step);
  write(writer, body, ignoreCase);
  add(writer, { op: 'match' });
  step.to = writer.steps.length;
}

function writeChoice(writer: Writer, branches: readonly RegexNode[], ignoreCase: boolean): void {
  const ends: Extract<Step, { op: 'jump' }>[] = [];
  for (const [index, branch] of branches.entries()) {
    if (index === branches.length - 1) write(writer, branch, ignoreCase);
    else {
      const split = add(writer, { op: 'split', to: 0, later: false });
      write(writer, branch, ignoreCase);
      ends.push(add(writer, { op: 'jump', to: 0 }));
      split.to = writer.steps.length;
    }
  }
  for (const end of ends) end.to = writer.steps.length;
}

function writeRepeat(
  writer: Writer,
  { body, min, max, lazy }: Extract<RegexNode, { type: 'repeat' }>,
  ignoreCase: boolean,
): void {
  // Copies of nothing would never fill the program.
  if (Math.max(min, max ?? 0) > mostSteps) throw tooLarge();
  for (let count = 0; count < min; count++) write(writer, body, ignoreCase);
  const exits: Extract<Step, { op: 'split' | 'moved' }>[] = [];
  const begin = writer.steps.length;
  const register = writer.registers++;
  for (let count = min; count < (max ?? min + 1); count++) {
    exits.push(add(writer, { op: 'split', to: 0, later: lazy }));
    add(writer, { op: 'save', register });
    write(writer, body, ignoreCase);
    exits.push(add(writer, { op: 'moved', register, to: 0 }));
  }
  if (max === undefined) add(writer, { op: 'jump', to: begin });
  for (const exit of exits) exit.to = writer.steps.length;
}
