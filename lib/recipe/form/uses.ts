import { parseTemplate } from '@/lib/template/parse-template';
import { references } from '@/lib/template/template';
import type { DraftRecipe } from '../draft';
import { columnsOfRule } from '../rule-names';
import { listOfOwner, templatePlaces } from '../template-places';

/** Something that names a value: an attribute with a template, a combination, or the list of columns. */
export type Use =
  | { kind: 'generated' | 'conversation' | 'transformed'; id: string; path: (string | number)[] }
  | { kind: 'combinations'; count: number }
  | { kind: 'quality'; count: number }
  | { kind: 'output' };

/** Where the ids of one attribute are used, each place once, in the order of the recipe. */
export function usesOf(draft: DraftRecipe, ids: readonly string[]): Use[] {
  const wanted = new Set(ids);
  const params = draft.strategy_params;
  const uses = new Map<string, Use>();
  const rules = new Set(
    (draft.quality?.rules ?? []).flatMap((rule, index) =>
      rule !== undefined && columnsOfRule(rule).some((name) => wanted.has(name)) ? index : [],
    ),
  );
  for (const { text, owner } of templatePlaces(draft)) {
    // Parsing is what costs time, and most texts name none of them.
    if (!ids.some((id) => text.includes(id))) continue;
    if (owner.kind === 'rule') {
      if (isNamedIn(text, wanted)) rules.add(owner.index);
      continue;
    }
    const list = listOfOwner[owner.kind];
    const id = params?.[list]?.[owner.index]?.id ?? '';
    const key = `${owner.kind} ${owner.index}`;
    if (uses.has(key) || wanted.has(id)) continue;
    if (!isNamedIn(text, wanted)) continue;
    uses.set(key, { kind: owner.kind, id, path: ['strategy_params', list, owner.index] });
  }
  const combinations = (params?.combination_sampling ?? []).filter((one) =>
    ids.some((id) => one?.combination?.has(id)),
  ).length;
  const isGivenOut = (params?.passthrough_attributes ?? []).some((id) => id !== undefined && wanted.has(id));
  return [
    ...uses.values(),
    ...(combinations > 0 ? [{ kind: 'combinations', count: combinations } as const] : []),
    ...(rules.size > 0 ? [{ kind: 'quality', count: rules.size } as const] : []),
    ...(isGivenOut ? [{ kind: 'output' } as const] : []),
  ];
}

function isNamedIn(text: string, wanted: ReadonlySet<string>): boolean {
  const parsed = parseTemplate(text);
  return parsed.ok && references(parsed.template).some(({ name }) => wanted.has(name));
}
