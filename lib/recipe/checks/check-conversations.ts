import { isMap } from 'yaml';
import { checkTools } from './check-tools';
import { nearestName } from '@/lib/util/nearest';
import { changeBetween } from '@/lib/util/text-change';
import { newPersonas, personasOf, speakers } from '../conversation/personas';
import type { DraftConversation, DraftRecipe } from '../draft';
import { addValue } from '../edit/add-value';
import { foldChoice } from '../read-value';
import { nodeSpan, type Reporter, type SpanFix } from '../report';
import { chatRoles } from '../schema';
import type { Path, RecipeDocument } from '../yaml/document';

/** Conversations: bounds that can be met, and a persona for each who speaks. */
export function checkConversations(draft: DraftRecipe, reporter: Reporter): void {
  for (const [index, conversation] of (draft.strategy_params?.multiturn_attributes ?? []).entries()) {
    if (conversation === undefined) continue;
    if (reporter.isFull()) return;
    const path = ['strategy_params', 'multiturn_attributes', index];
    checkTurns(conversation, path, reporter);
    checkRoles(conversation, path, reporter);
    checkTools(draft, conversation, path, reporter);
  }
}

function checkTurns(
  { min_turns: least, max_turns: most }: DraftConversation,
  path: Path,
  reporter: Reporter,
) {
  if (least === undefined || most === undefined || most >= least) return;
  const at = [...path, 'max_turns'];
  const node = reporter.document.at(at)?.node;
  const edits = node ? [{ ...nodeSpan(reporter.document, node), text: String(least) }] : [];
  reporter.add({
    code: 'out-of-range',
    path: at,
    text: `must be greater than or equal to min_turns (${least}), but is ${most}`,
    fixes: edits.length > 0 ? [{ title: `Write ${least}`, edits }] : [],
  });
}

function checkRoles(conversation: DraftConversation, path: Path, reporter: Reporter) {
  const at = [...path, 'role_instruction_messages'];
  const messages = conversation.role_instruction_messages;
  // One that is missing or no mapping was reported when it was read.
  if (messages === undefined) return;
  checkSpelling(messages, at, reporter);
  // What could not be read, or a misspelled role, may be the persona that is missing.
  const isReported = reporter.diagnostics.some((one) => at.every((step, depth) => one.path[depth] === step));
  const personas = personasOf(messages);
  for (const role of speakers) {
    const persona = personas.find((candidate) => candidate.role === role);
    const name = role.toUpperCase();
    if (persona === undefined) {
      if (isReported) continue;
      const text = `must define instructions for role ${name}: a persona for ${role} is missing`;
      const fixes = addPersonaFix(reporter.document, [...at, name], newPersonas[role]);
      reporter.add({ code: 'missing-field', path: at, text, at: 'key', fixes });
    } else if (persona.text.trim() === '') {
      const text = `must not be empty: the persona says who the ${role} is`;
      reporter.add({ code: 'empty', path: [...at, persona.key], text });
    }
  }
}

function addPersonaFix(document: RecipeDocument, path: Path, text: string): SpanFix[] {
  const after = addValue(document, path, text);
  if (after === document.text) return [];
  return [{ title: `Add ${String(path.at(-1))}`, edits: [changeBetween(document.text, after)] }];
}

function checkSpelling(messages: ReadonlyMap<string, string>, path: Path, reporter: Reporter) {
  const { document } = reporter;
  const node = document.at(path)?.node;
  const seen = new Set<string>();
  for (const { key, keyNode } of isMap(node) ? document.entries(node) : []) {
    if (!messages.has(key)) continue;
    const role = foldChoice(key, chatRoles);
    const at = nodeSpan(document, keyNode);
    if (role === undefined) {
      const spellings = chatRoles.map((one) => one.toUpperCase());
      const nearest = nearestName(key.toUpperCase(), spellings);
      const fixes = nearest ? [{ title: `Write ${nearest}`, edits: [{ ...at, text: nearest }] }] : [];
      const text = `"${key}" is not one of ${spellings.join(', ')}`;
      reporter.add({ code: 'unknown-choice', path: [...path, key], text, at, fixes });
    } else if (seen.has(role)) {
      const text = 'gives the same role a second persona';
      reporter.add({ code: 'duplicate-key', path: [...path, key], text, at });
    } else seen.add(role);
  }
}
