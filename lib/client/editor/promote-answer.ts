import { textOf, type PreviewMessage } from '@/lib/plan/preview-prompt';
import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import type { Path } from '@/lib/recipe/yaml/document';

/**
 * Makes a tried answer an example: what was asked last and what was answered become a pair of messages
 * before the question, with their braces doubled so that they stay text. Nothing when nothing was asked.
 */
export function promoteAnswer(
  /** The generated attribute that was tried. */
  path: Path,
  messages: readonly PreviewMessage[],
  answer: string,
): RecipeEdit[] {
  const at = messages.findLastIndex(({ role }) => role === 'user');
  const asked = messages[at];
  if (asked === undefined) return [];
  const list = [...path, 'instruction_messages'];
  const insert = (index: number, role: string, content: string): RecipeEdit => ({
    type: 'insert',
    path: list,
    index,
    value: { role, content: content.replaceAll(/[{}]/g, '$&$&') },
  });
  return [insert(at, 'USER', textOf(asked.segments)), insert(at + 1, 'ASSISTANT', answer)];
}
