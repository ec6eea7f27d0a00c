import { objectInText } from '@/lib/dataset/object-in-text';
import { pythonStr } from '@/lib/template/python-str';
import { isDict, isList, type Value } from '@/lib/util/value';

/** A plan as it came, and what it tells each message: '' where it tells nothing. */
export type Plan = { text: string; instructions: readonly string[] };

/** The personas know enough to go on by. */
export function noPlan(messages: number): Plan {
  return { text: '', instructions: Array.from({ length: messages }, () => '') };
}

/**
 * Reads a planner's answer. The JSON object may stand in a code fence or among other text. Null for an answer that is
 * no plan.
 */
export function parsePlan(answer: string, messages: number): Plan | null {
  const turns = objectInText(answer)?.get('turns');
  if (turns === undefined || !isList(turns)) return null;
  const instructions = [...noPlan(messages).instructions];
  for (const turn of turns) {
    if (!isDict(turn)) continue;
    const number = turnNumber(turn.get('turn'));
    if (number === null || number < 1 || number > messages) continue;
    const instruction = turn.get('instruction') ?? '';
    instructions[number - 1] = (
      typeof instruction === 'string' ? instruction : pythonStr(instruction)
    ).trim();
  }
  return { text: answer.trim(), instructions };
}

function turnNumber(value: Value | undefined): number | null {
  if (typeof value === 'number') return Number.isInteger(value) ? value : null;
  return typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : null;
}
