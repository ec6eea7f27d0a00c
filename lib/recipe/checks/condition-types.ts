import type { Condition, ConditionFinding, ValueType } from '@/lib/condition/condition';
import { nearestName } from '@/lib/util/nearest';
import type { NamingPlace } from '../template-places';
import type { Name } from './names';

type Uses = readonly { place: NamingPlace; used: readonly { name: string }[]; condition: Condition | null }[];

/** What type each value of a row has for conditions. One that may be skipped can be null, so it has any. */
export function typesOfValues(names: ReadonlyMap<string, Name>, uses: Uses): (name: string) => ValueType {
  const skipped = skippedOwners(names, uses);
  return (id) => {
    const name = names.get(id);
    if (name === undefined || !isOwned(name)) return 'any';
    if (skipped.has(ownerKey(name))) return 'any';
    switch (name.kind) {
      case 'sampled':
      case 'processed':
      case 'plan':
        return 'text';
      case 'conversation':
        return 'dict';
      case 'answer':
        return name.parts === null ? 'text' : 'dict';
      case 'transformed':
        return typesOfTransforms[name.attribute.transformation_strategy?.type ?? 'STRING'];
    }
  };
}

const typesOfTransforms = { STRING: 'text', LIST: 'list', DICT: 'dict', CHAT: 'dict' } as const;

type OwnedName = Extract<Name, { from: number }>;

function isOwned(name: Name): name is OwnedName {
  return name.kind !== 'source' && name.kind !== 'own';
}

function ownerKey({ kind, from }: OwnedName): string {
  return `${ownerKinds[kind]} ${from}`;
}

const ownerKinds = {
  sampled: 'sampled',
  answer: 'generated',
  processed: 'generated',
  conversation: 'conversation',
  plan: 'conversation',
  transformed: 'transformed',
} as const;

/** Attributes that may be skipped: by a condition of their own, or with what their prompts use. */
function skippedOwners(names: ReadonlyMap<string, Name>, uses: Uses): Set<string> {
  const keyOf = ({ owner }: NamingPlace) => `${owner.kind} ${owner.index}`;
  const skipped = new Set(uses.flatMap(({ place, condition }) => (condition === null ? [] : keyOf(place))));
  let before = -1;
  // What uses something that is skipped may stand anywhere in a broken recipe.
  while (before < skipped.size) {
    before = skipped.size;
    for (const { place, used } of uses) {
      const { kind } = place.owner;
      if ((kind !== 'generated' && kind !== 'conversation') || skipped.has(keyOf(place))) continue;
      const usesSkipped = used.some(({ name }) => {
        const found = names.get(name);
        return found !== undefined && isOwned(found) && skipped.has(ownerKey(found));
      });
      if (usesSkipped) skipped.add(keyOf(place));
    }
  }
  return skipped;
}

/** What is wrong with a condition whose names are all known. */
export function conditionFinding(
  condition: Condition,
  names: ReadonlyMap<string, Name>,
  typeOf: (name: string) => ValueType,
): ConditionFinding | null {
  for (const { name: id, part, start, end } of condition.names) {
    const name = names.get(id);
    if (part === undefined || name === undefined) continue;
    if (name.kind === 'sampled') {
      const message = `${id} is the id of the drawn value, a text: it has no .${part}`;
      return { message, start, end };
    }
    if (name.kind !== 'answer' || name.parts === null) continue;
    const parts = name.parts.map((one) => one.name);
    if (parts.includes(part)) continue;
    const nearest = nearestName(part, parts);
    const hint = nearest === undefined ? `It has ${parts.join(', ') || 'none'}` : `Did you mean .${nearest}?`;
    return { message: `The answer of ${id} has no part .${part}. ${hint}`, start, end };
  }
  return condition.check(typeOf);
}
