import { isMap } from 'yaml';
import type { Document } from 'yaml';
import type { ImportNote } from './import-note';
import { nodeOrNull } from '../yaml/document';
import { entryOf, isNothing, keepComments, nameOf, rootMap } from './tree';

/** What recipes come wrapped in, the outer first. */
const wrappers = [['recipe'], ['recipe_config', 'recipeConfig']] as const;

/** Names of a stored recipe beside its config, which nobody misses. */
const silent = new Set(['id', 'name', 'display_name', 'displayName', 'created_at', 'updated_at', 'version']);

/** Takes `recipe:` and `recipe_config:` off, and says what else stood beside them. */
export function unwrap(document: Document, notes: ImportNote[]): boolean {
  let changed = false;
  for (const names of wrappers) {
    const root = rootMap(document);
    const inner = root === null ? undefined : entryOf(root, ...names);
    if (root === null || inner === undefined || !isMap(inner.value) || isRecipe(root)) continue;
    for (const pair of root.items) {
      const name = nameOf(pair);
      if (pair.key === inner.key || isNothing(pair.value) || silent.has(name)) continue;
      notes.push({
        severity: 'warning',
        path: [name],
        text: `stood beside ${names[0]} and is left out`,
        leftOut: nodeOrNull(pair.value),
      });
    }
    keepComments([root, inner.key], document);
    document.contents = inner.value;
    changed = true;
  }
  return changed;
}

function isRecipe(root: NonNullable<ReturnType<typeof rootMap>>): boolean {
  return entryOf(root, 'strategy_params', 'inference_config', 'synthesis_config') !== undefined;
}
