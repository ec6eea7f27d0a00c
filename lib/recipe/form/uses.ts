import { readCondition } from '@/lib/condition/condition';
import { parseTemplate } from '@/lib/template/parse-template';
import { references } from '@/lib/template/template';
import type { DraftRecipe } from '../draft';
import { columnsOfRule } from '../rule-names';
import { conditionPlaces, listOfOwner, templatePlaces } from '../template-places';

/** Something that names a value: an attribute with a template, a combination, or the list of columns. */
export type Use =
  | { kind: keyof typeof listOfOwner; id: string; path: (string | number)[] }
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
      rule !== undefined && columnsOfRule(rule).some((name) => wanted.has(name) || isPartOf(name, ids))
        ? index
        : [],
    ),
  );
  const addUse = (kind: keyof typeof listOfOwner, index: number) => {
    const list = listOfOwner[kind];
    const id = params?.[list]?.[index]?.id ?? '';
    if (!wanted.has(id)) uses.set(`${kind} ${index}`, { kind, id, path: ['strategy_params', list, index] });
  };
  for (const { text, owner } of templatePlaces(draft)) {
    // Parsing is what costs time, and most texts name none of them.
    if (!ids.some((id) => text.includes(id)) || !isNamedIn(text, wanted)) continue;
    if (owner.kind === 'rule') rules.add(owner.index);
    else addUse(owner.kind, owner.index);
  }
  for (const { text, owner } of conditionPlaces(draft)) {
    if (!ids.some((id) => text.includes(id))) continue;
    const read = readCondition(text);
    if (read.ok && read.condition.names.some(({ name }) => wanted.has(name))) addUse(owner.kind, owner.index);
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

/** Whether a column is a part of an answer of one of these. */
function isPartOf(column: string, ids: readonly string[]): boolean {
  return ids.some((id) => column.startsWith(`${id}.`));
}

function isNamedIn(text: string, wanted: ReadonlySet<string>): boolean {
  const parsed = parseTemplate(text);
  return parsed.ok && references(parsed.template).some(({ name }) => wanted.has(name));
}
