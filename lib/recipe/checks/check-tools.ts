import { engineFacts, engineNames } from '@/lib/llm/engines';
import { nearestName } from '@/lib/util/nearest';
import type { DraftConversation, DraftEnvironment, DraftRecipe } from '../draft';
import { placeOf, type Reporter, type SpanFix } from '../report';
import type { Path } from '../yaml/document';

/** The tools that a conversation names: each must be there, and the model must be able to call it. */
export function checkTools(
  draft: DraftRecipe,
  conversation: DraftConversation,
  path: Path,
  reporter: Reporter,
): void {
  const environments = present(draft.environment_config?.environments);
  const named = present(conversation.available_environments);
  const tools = present(conversation.available_tools);
  // A file of its own is spoken of where it is named.
  if (draft.environment_config_path !== undefined) return;
  if (draft.environment_config === undefined) {
    if (named.length + tools.length === 0) return;
    const key = named.length > 0 ? 'available_environments' : 'available_tools';
    const text =
      'Environment or tool references require environment_config, or environment_config_path on the command line';
    return reporter.add({ code: 'unknown-environment', path: [...path, key], text, at: 'key' });
  }
  const id = conversation.id ?? '';
  const environmentIds = environments.flatMap((environment) => environment.id ?? []);
  for (const [index, name] of named.entries()) {
    if (environmentIds.includes(name)) continue;
    const at = [...path, 'available_environments', index];
    const text = `Conversation "${id}" references unknown environment '${name}'. Defined environment ids: ${listed(environmentIds)}`;
    const fixes = renameFix(reporter, at, nearestName(name, environmentIds));
    reporter.add({ code: 'unknown-environment', path: at, text, fixes });
  }
  const chosen = environments.filter((one) => named.length === 0 || named.includes(one.id ?? ''));
  const toolIds = chosen.flatMap(idsOfTools);
  for (const [index, name] of tools.entries()) {
    if (toolIds.includes(name)) continue;
    const at = [...path, 'available_tools', index];
    const where = listed(chosen.flatMap((one) => one.id ?? []));
    const text = `Conversation "${id}" references unknown tool '${name}' for environments ${where}. Defined tool ids: ${listed(toolIds)}`;
    const fixes = renameFix(reporter, at, nearestName(name, toolIds));
    reporter.add({ code: 'unknown-tool', path: at, text, fixes });
  }
  if (toolIds.length > 0) checkEngine(draft, reporter);
}

/** Several conversations with tools have one engine: it is spoken of once. */
function checkEngine(draft: DraftRecipe, reporter: Reporter): void {
  const engine = draft.inference_config?.engine ?? 'NATIVE';
  const facts = engineFacts(engine);
  const isTold = reporter.diagnostics.some(({ code }) => code === 'tools-not-called');
  // What can't be called at all is told elsewhere.
  if (facts.callsTools || facts.protocol === 'unsupported' || isTold) return;
  const path = ['inference_config', 'engine'];
  if (facts.protocol === 'echo') {
    const text = 'ECHO calls no tools: the rehearsal shows the prompts, and every tool stays unused';
    return reporter.add({ severity: 'warning', code: 'tools-not-called', path, text });
  }
  const able = engineNames.filter((name) => engineFacts(name).callsTools).join(', ');
  const text = `A conversation with tools needs an engine whose models can call them, and ${engine} is none. Use one of ${able}`;
  reporter.add({ code: 'tools-not-called', path, text });
}

function present<Item>(list: readonly (Item | undefined)[] | undefined): Item[] {
  return (list ?? []).filter((item) => item !== undefined);
}

function idsOfTools({ tools }: DraftEnvironment): string[] {
  return present(tools).flatMap((tool) => tool.id ?? []);
}

function listed(ids: readonly string[]): string {
  return `[${ids.join(', ')}]`;
}

function renameFix(reporter: Reporter, path: Path, nearest: string | undefined): SpanFix[] {
  if (nearest === undefined) return [];
  const edits = [{ ...placeOf(reporter.document, path, 'value'), text: nearest }];
  return [{ title: `Replace it with ${nearest}`, edits }];
}
