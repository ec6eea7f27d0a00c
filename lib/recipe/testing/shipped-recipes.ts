import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where recipes lie that use the features of those that oumi ships, one for each and under its name. */
export const shippedFolder = join(import.meta.dirname, 'shipped');

/** Their texts by name. */
export function shippedRecipes(): Map<string, string> {
  const files = readdirSync(shippedFolder).filter((name) => name.endsWith('.yaml'));
  return new Map(
    files.map((name) => [name.replace('.yaml', ''), readFileSync(join(shippedFolder, name), 'utf8')]),
  );
}

/** Those that can be run as they are. */
export const runnableShipped = [
  'question_answer',
  'data_augmentation',
  'instruction_following',
  'conversation',
  'domain_qa',
  'dynamic_few_shot',
  'multiturn_conversation',
  'library_tool_use',
  'mcp_docs_lookup',
] as const;
