import { isScalar } from 'yaml';
import { parseTemplate } from '@/lib/template/parse-template';
import type { Field } from '@/lib/template/template';
import { createPlacer } from '../checks/place-in-scalar';
import { placeholderNames, type Name } from '../checks/names';
import type { DraftSampled } from '../draft';
import { replaceScalar } from '../edit/span-edits';
import { templatePlaces, type TemplatePlace } from '../template-places';
import type { OumiExport } from './exported';

type Use = { place: TemplatePlace; field: Field; name: Name };

/** Placeholders that oumi doesn't have are written by ones that it has, with the same text. */
export function mendPlaceholders(work: OumiExport): void {
  const uses = usesOf(work);
  const replaced = new Map<Field, string>();
  for (const attribute of new Set(
    uses.flatMap(({ name }) => (name.kind === 'sampled' ? name.attribute : [])),
  )) {
    const own = uses.filter(({ name }) => name.kind === 'sampled' && name.attribute === attribute);
    mendIds(work, attribute, own, replaced);
  }
  for (const use of uses) mendSource(work, use, replaced);
  tellTurns(work, uses);
  writeAll(work, uses, replaced);
}

function usesOf({ draft }: OumiExport): Use[] {
  const names = placeholderNames(draft);
  return templatePlaces(draft).flatMap((place) => {
    // Rules are left out as a whole.
    const parsed = place.owner.kind === 'rule' ? null : parseTemplate(place.text);
    if (parsed?.ok !== true) return [];
    return parsed.template.parts.flatMap((part) => {
      const name = part.type === 'field' ? names.get(part.name) : undefined;
      return part.type === 'field' && name !== undefined ? [{ place, field: part, name }] : [];
    });
  });
}

/** `{s.id}`: where names or descriptions are the ids, or nothing uses them, they can stand in for it. */
function mendIds(
  work: OumiExport,
  attribute: DraftSampled,
  uses: readonly Use[],
  replaced: Map<Field, string>,
): void {
  const ids = uses.filter(({ field }) => field.pathText === '.id');
  if (ids.length === 0) return;
  const values = attribute.possible_values ?? [];
  const index = work.draft.strategy_params?.sampled_attributes?.indexOf(attribute) ?? -1;
  const path = ['strategy_params', 'sampled_attributes', index, 'possible_values'];
  const isUsed = (...paths: string[]) => uses.some(({ field }) => paths.includes(field.pathText));
  const id = attribute.id ?? '';
  for (const key of ['name', 'description'] as const) {
    const isSame = values.every((value) => value?.[key] === value?.id);
    const stands = key === 'name' ? ['', '.name'] : ['.description'];
    if (!isSame && isUsed(...stands)) continue;
    const written = key === 'name' ? '.name' : '.description';
    for (const { field } of ids) replaced.set(field, withPath(field, written));
    if (isSame) return;
    for (const [position, value] of values.entries()) {
      const node = work.document.at([...path, position, key])?.node;
      if (value?.id !== undefined && isScalar(node))
        work.edits.push(replaceScalar(work.document, node, value.id));
    }
    const reason = `oumi has no {${id}.id}: each value's ${key}, which no prompt shows, gives way to its id`;
    work.dropped.push({ path, reason });
    return;
  }
  for (const { place } of ids) {
    const reason = `oumi has no {${id}.id}, and {${id}} and {${id}.description} are used too`;
    work.dropped.push({ path: place.path, reason });
  }
}

/** oumi renders personas for the planner too, where no message has a number yet, and fails. */
function tellTurns({ dropped }: OumiExport, uses: readonly Use[]): void {
  for (const { place, name } of uses) {
    if (name.kind !== 'own' || name.name !== 'current_turn') continue;
    dropped.push({ path: place.path, reason: 'oumi can render no persona with {current_turn}' });
  }
}

function mendSource(work: OumiExport, { place, field, name }: Use, replaced: Map<Field, string>): void {
  if (name.kind !== 'source') return;
  const isList = name.what.type === 'shots';
  if (isList && name.from === 'documents' && field.path.length === 1) {
    const document = work.draft.strategy_params?.input_documents?.find((one) => one?.id === field.name);
    const text = document?.segmentation_params?.id ?? field.name;
    replaced.set(field, withPath(field, `${field.pathText}.${text}`));
  }
  if (place.owner.kind === 'transformed' && name.what.type !== 'text' && name.from !== 'data') {
    const reason = `oumi's transforms see texts only, and {${field.text}} may be none`;
    work.dropped.push({ path: place.path, reason });
  }
}

/** The placeholder with another path behind its name. */
function withPath(field: Field, path: string): string {
  return `{${field.name}${path}${field.text.slice(field.name.length + field.pathText.length)}}`;
}

function writeAll(
  { document, edits }: OumiExport,
  uses: readonly Use[],
  replaced: ReadonlyMap<Field, string>,
): void {
  for (const place of new Set(uses.map((use) => use.place))) {
    const own = uses
      .filter((use) => use.place === place && replaced.has(use.field))
      .map(({ field }) => field);
    if (own.length === 0) continue;
    const placer = createPlacer(document, place);
    const placed = own.map((field) => placer.replace(field, replaced.get(field) ?? ''));
    const node = document.at(place.path)?.node;
    if (placed.every((edit) => edit !== null)) edits.push(...placed.flat());
    else if (isScalar(node)) {
      // A spelling that can't be followed: the whole text is written anew.
      const text = own.reduceRight(
        (before, field) =>
          before.slice(0, field.start) + (replaced.get(field) ?? '') + before.slice(field.end),
        place.text,
      );
      edits.push(replaceScalar(document, node, text));
    }
  }
}
