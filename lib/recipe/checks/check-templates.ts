import { readCondition, type Condition, type ConditionFinding } from '@/lib/condition/condition';
import { nameInCondition } from '@/lib/condition/find-names';
import { parseTemplate, type TemplateProblem } from '@/lib/template/parse-template';
import { references, type Reference } from '@/lib/template/template';
import { nearestName } from '@/lib/util/nearest';
import type { DraftRecipe } from '../draft';
import { isUsable } from '../form/usable-values';
import type { SourceFacts } from '../sources/source-facts';
import type { Finding, Reporter, SpanFix } from '../report';
import {
  conditionPlaces,
  listOfOwner,
  templatePlaces,
  type AttributeList,
  type ConditionPlace,
  type NamingPlace,
  type TemplatePlace,
} from '../template-places';
import { addSampledFix } from './add-sampled';
import { hasUnknownNames } from './check-output';
import { conditionFinding, typesOfValues } from './condition-types';
import { moveUpFix } from './move-up';
import { placeholderNames, type Name } from './names';
import { createPlacer, type Placer } from './place-in-scalar';
import { tryField } from './try-field';

/** The templates of prompts and transforms and all conditions: that they can be read, and that what they use is there by then. */
export function checkTemplates(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  const parsed = [...templatePlaces(draft).map(readPlace), ...conditionPlaces(draft).map(readConditionPlace)];
  const names = placeholderNames(draft, facts);
  const scope: Scope = {
    draft,
    names,
    // Columns of a file that nobody has looked at can't be told from misspelled names.
    open: hasUnknownNames(draft, facts),
    uses: usesWithinLists(parsed, names),
  };
  const typeOf = typesOfValues(names, parsed);
  for (const { place, used, problems, condition } of parsed) {
    if (reporter.isFull()) return;
    const placer = createPlacer(reporter.document, place);
    for (const problem of problems) reporter.add(problemFinding(place, problem, placer));
    let isSound = true;
    for (const reference of used) {
      if (reporter.isFull()) return;
      const isCondition = condition !== null;
      const finding = referenceFinding(scope, { place, reference, placer, reporter, isCondition });
      if (finding === null) continue;
      reporter.add(finding);
      isSound = false;
    }
    const wrong = isSound && condition !== null ? conditionFinding(condition, names, typeOf) : null;
    if (wrong !== null) {
      const { message, start, end } = wrong;
      reporter.add({
        code: 'bad-condition',
        path: place.path,
        text: message,
        at: placer.span({ start, end }),
      });
    }
  }
}

/** A text that names values, with the uses that could be read. */
type ReadPlace = {
  place: NamingPlace;
  used: Reference[];
  problems: readonly (TemplateProblem | ConditionFinding)[];
  condition: Condition | null;
};

function readPlace(place: TemplatePlace): ReadPlace {
  // Parsing is what costs time here, and most texts hold no brace.
  const result = /[{}]/.test(place.text) ? parseTemplate(place.text) : null;
  const used = result?.ok === true ? references(result.template) : [];
  return { place, used, problems: result?.ok === false ? result.problems : [], condition: null };
}

function readConditionPlace(place: ConditionPlace): ReadPlace {
  const read = readCondition(place.text);
  if (!read.ok) return { place, used: [], problems: [read.finding], condition: null };
  const used = read.condition.names.map(({ name, start, end }): Reference => {
    const span = { start, end, nameStart: start, nameEnd: end };
    const bare = { path: [], pathText: '', conversion: '', spec: '', specParts: [] } as const;
    return {
      name,
      start,
      end,
      field: { type: 'field', text: name, name, ...span, ...bare },
      isInFormat: false,
    };
  });
  return { place, used, problems: [], condition: read.condition };
}

type Uses = ReadonlyMap<number, ReadonlySet<number>>;

type Scope = {
  draft: DraftRecipe;
  names: ReadonlyMap<string, Name>;
  open: boolean;
  /** For each attribute of a list, the positions of those of the same list that it uses. */
  uses: Record<AttributeList, Uses>;
};

function problemFinding(
  place: NamingPlace,
  problem: TemplateProblem | ConditionFinding,
  placer: Placer,
): Finding {
  if (!('code' in problem)) {
    return { code: 'bad-condition', path: place.path, text: problem.message, at: placer.span(problem) };
  }
  const edits = problem.fix === undefined ? null : placer.replace(problem, problem.fix);
  const braces = problem.code === 'unescaped-braces';
  return {
    code: braces ? 'json-braces' : 'template-syntax',
    path: place.path,
    text: problem.message,
    at: placer.span(problem),
    ...(edits && {
      fixes: [{ title: braces ? 'Double the braces' : `Write ${oneLine(problem.fix ?? '')}`, edits }],
    }),
  };
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

type Use = {
  place: NamingPlace;
  reference: Reference;
  placer: Placer;
  reporter: Reporter;
  isCondition: boolean;
};

function referenceFinding(scope: Scope, use: Use): Finding | null {
  const name = scope.names.get(use.reference.name);
  if (name === undefined) return scope.open ? null : unknownFinding(scope, use);
  // It may be a column of such a file as well, which is there before anything is written.
  if (scope.open && !isUsable(name, use.place.owner)) return null;
  return orderFinding(scope, use, name) ?? valueFinding(use, name);
}

function unknownFinding(scope: Scope, use: Use): Finding {
  const { place, reference, placer, isCondition } = use;
  const { field } = reference;
  const at = placer.span(field);
  // `{a: 1}` and `{ return x; }` can be read as placeholders, but were hardly meant so.
  if (!isCondition && (/^\s|,/.test(field.spec) || /[\s;,=<>()]/.test(reference.name))) {
    const literal = `{{${field.text}}}`;
    const edits = placer.replace(field, literal);
    return {
      code: 'json-braces',
      path: place.path,
      text: `{${oneLine(field.text)}} reads as a value called "${oneLine(reference.name)}". Double the braces that are meant as text`,
      at,
      ...(edits && { fixes: [{ title: 'Double the braces', edits }] }),
    };
  }
  const known = knownAt(scope, place);
  const shown = known.slice(0, 12).join(', ') + (known.length > 12 ? ` and ${known.length - 12} more` : '');
  return {
    code: 'unknown-placeholder',
    path: place.path,
    text: `Unknown value ${shownName(use)}. Known here: ${shown || 'none'}`,
    at,
    fixes: unknownFixes(use, known),
  };
}

/** A value nearly called so, an attribute that is still to be written, or no value at all but text. */
function unknownFixes(
  { reference, placer, reporter, isCondition }: Use,
  known: readonly string[],
): SpanFix[] {
  const { name, field } = reference;
  const nearest = nearestName(name, known);
  if (isCondition) {
    const edits = nearest === undefined ? null : placer.replace(reference, nameInCondition(nearest));
    return edits === null ? [] : [{ title: `Replace with ${nearest ?? ''}`, edits }];
  }
  const replacing = nearest === undefined ? null : placer.replace(reference, nearest);
  const doubled = reference.isInFormat ? null : placer.replace(field, `{{${field.text}}}`);
  const adding = field.text === name ? addSampledFix(reporter.document, name) : null;
  return [
    ...(replacing ? [{ title: `Replace with {${nearest ?? ''}}`, edits: replacing }] : []),
    ...(adding ? [adding] : []),
    ...(doubled ? [{ title: `Keep as plain text {{${field.text}}}`, edits: doubled }] : []),
  ];
}

/** The names whose values are there when this template is rendered. */
function knownAt(scope: Scope, place: NamingPlace): string[] {
  return [...scope.names].flatMap(([id, name]) => (isUsable(name, place.owner) ? id : []));
}

/** Something that exists, but not yet when it is needed, or not any more. */
function orderFinding(scope: Scope, use: Use, name: Name): Finding | null {
  const { place, reference, placer, reporter } = use;
  const { owner } = place;
  if (isUsable(name, owner)) return null;
  const finding = { path: place.path, at: placer.span(reference.field) };
  const shown = shownName(use);
  if (owner.kind === 'rule' || !isWritten(name)) {
    const where = name.kind === 'own' && name.name === 'current_turn' ? 'the personas' : 'the texts';
    const text = `${shown} is known only in ${where} of a conversation`;
    return { ...finding, code: 'forward-reference', text };
  }
  const ownList = listOfOwner[owner.kind];
  const list = listOfName[name.kind];
  const idAt = (index: number) => scope.draft.strategy_params?.[ownList]?.[index]?.id;
  const ownId = idAt(owner.index) ?? 'this attribute';
  const { from } = name;
  const keptAs = name.kind === 'answer' ? name.keptAs : null;
  if (keptAs !== null && isUsable({ kind: 'processed', from }, owner)) {
    const written = use.isCondition ? nameInCondition(keptAs) : keptAs;
    const edits = placer.replace(reference, written);
    const kept = use.isCondition ? written : `{${written}}`;
    const text = `${shown} is not kept (keep_original_text_attribute is false). Use ${kept}`;
    const fixes = edits ? [{ title: `Replace with ${kept}`, edits }] : [];
    return { ...finding, code: 'not-kept', text, fixes };
  }
  if (list !== ownList) {
    return { ...finding, code: 'forward-reference', text: `${shown} ${laterWords(list, use)}` };
  }
  const cycle = cycleThrough(scope.uses[ownList], owner.index, from);
  if (cycle !== null) {
    const ids = cycle.map((index) => idAt(index) ?? '?');
    const text =
      ids.length === 1
        ? `${ownId} uses itself: ${shown} is known only when it is ${verbs[ownList]}`
        : `${ids.join(' uses ')} uses ${ownId}: none of them can come first`;
    return { ...finding, code: 'reference-cycle', text };
  }
  const fix = moveUpFix(reporter.document, ownList, { from, to: owner.index });
  return {
    ...finding,
    code: 'forward-reference',
    text: `${shown} is ${verbs[ownList]} after ${ownId}. Move it up, or use another value`,
    fixes: fix ? [fix] : [],
  };
}

const verbs: Record<AttributeList, string> = {
  sampled_attributes: 'drawn',
  generated_attributes: 'written',
  multiturn_attributes: 'written',
  transformed_attributes: 'put together',
};

/** Why a value of a later list can't be used. */
function laterWords(list: AttributeList, { place, isCondition }: Use): string {
  if (place.owner.kind === 'sampled') {
    return 'is written after all values are drawn, so no sampled attribute can depend on it';
  }
  return list === 'transformed_attributes'
    ? `is put together after all answers, so no ${isCondition ? 'answer can depend on it' : 'prompt can use it'}`
    : 'is written after all generated attributes, so none of them can use it';
}

/** A name as its text has it: in braces, or bare in a condition. */
function shownName({ reference, isCondition }: Use): string {
  return isCondition ? reference.name : `{${reference.name}}`;
}

type WrittenName = Extract<Name, { from: number }>;

/** Which list orders a name. */
const listOfName = {
  sampled: 'sampled_attributes',
  answer: 'generated_attributes',
  processed: 'generated_attributes',
  conversation: 'multiturn_attributes',
  plan: 'multiturn_attributes',
  transformed: 'transformed_attributes',
} as const satisfies Record<WrittenName['kind'], AttributeList>;

function isWritten(name: Name): name is WrittenName {
  return name.kind in listOfName;
}

/** The way from `owner` through `from` back to `owner` along the uses, if there is one. */
function cycleThrough(uses: Uses, owner: number, from: number): number[] | null {
  if (owner === from) return [owner];
  const cameFrom = new Map<number, number>([[from, owner]]);
  const open = [from];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const next of uses.get(at) ?? []) {
      if (next === owner) {
        const way = [at];
        for (let step = cameFrom.get(at); step !== undefined && step !== owner; step = cameFrom.get(step)) {
          way.unshift(step);
        }
        return [owner, ...way];
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      open.push(next);
    }
  }
  return null;
}

function usesWithinLists(
  parsed: readonly Pick<ReadPlace, 'place' | 'used'>[],
  names: ReadonlyMap<string, Name>,
): Record<AttributeList, Uses> {
  const uses = {
    sampled_attributes: new Map<number, Set<number>>(),
    generated_attributes: new Map<number, Set<number>>(),
    multiturn_attributes: new Map<number, Set<number>>(),
    // A transform uses only those above it, so that there is no cycle to look for but with itself.
    transformed_attributes: new Map<number, Set<number>>(),
  };
  for (const { place, used } of parsed) {
    if (place.owner.kind === 'rule' || place.owner.kind === 'transformed') continue;
    const list = listOfOwner[place.owner.kind];
    const own = uses[list].get(place.owner.index) ?? new Set<number>();
    uses[list].set(place.owner.index, own);
    for (const reference of used) {
      const name = names.get(reference.name);
      if (name !== undefined && isWritten(name) && listOfName[name.kind] === list) own.add(name.from);
    }
  }
  return uses;
}

/** A placeholder that asks a value for something it doesn't have, such as `{tone.value}`. */
function valueFinding({ place, reference, placer }: Use, name: Name): Finding | null {
  const { field } = reference;
  const trouble = tryField(field, name);
  if (trouble === null) return null;
  const colon = field.text.lastIndexOf(`:${field.spec}`);
  const mended = `{${field.text.slice(0, colon)}!s${field.text.slice(colon)}}`;
  const edits = trouble.code === 'spec-needs-conversion' ? placer.replace(field, mended) : null;
  return {
    code: trouble.code === 'unknown-property' ? 'unknown-property' : 'template-value',
    path: place.path,
    text: trouble.message,
    at: placer.span(field),
    fixes: edits ? [{ title: `Write ${mended}`, edits }] : [],
  };
}
