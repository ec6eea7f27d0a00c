import { fakerLocales, isFakerLocale } from '@/lib/random/faker/locales';
import { fakerMethods, hasMethod, isFakerMethod } from '@/lib/random/faker/methods';
import { nearestName } from '@/lib/util/nearest';
import { isScalar } from 'yaml';
import type { DraftRecipe, DraftSampled } from '../draft';
import type { DiagnosticCode } from '../diagnostic';
import { hasErrorAt, placeOf, type Reporter } from '../report';
import { dateRange, isDateProblem } from '../samplers/date-range';
import { isNumberProblem, numberRange } from '../samplers/number-range';
import { defaultLocale, samplerKeys, type SamplerKey } from '../samplers/sampler-keys';
import { readTextPattern } from '../samplers/text-pattern';
import type { SourceFacts } from '../sources/source-facts';
import { samplerSpec, sourceKey } from '../sources/source-spec';
import type { Path } from '../yaml/document';
import { readScalar } from '../yaml/scalar';
import { removeKeyFix } from './remove-key';
import { checkDataPath, checkReading } from './check-sources';

type DraftSampler = NonNullable<DraftSampled['sampler']>;

/** Attributes have possible values or a sampler; a sampler has the keys of its type, and what they ask can be drawn. */
export function checkSamplers(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  for (const [index, attribute] of (draft.strategy_params?.sampled_attributes ?? []).entries()) {
    if (attribute === undefined || reporter.isFull()) continue;
    const path = ['strategy_params', 'sampled_attributes', index];
    checkChoice(path, reporter);
    const { sampler } = attribute;
    if (sampler?.type === undefined) continue;
    const place = { path: [...path, 'sampler'], reporter };
    const sound = checkKeys(sampler, place);
    if (sound) checkValues(sampler, place, facts);
  }
}

/** Values or a sampler: one of the two, and chances that depend on another attribute only with values. */
function checkChoice(path: Path, reporter: Reporter): void {
  const has = (key: string) => {
    const node = reporter.document.at([...path, key])?.node ?? null;
    return node !== null && !(isScalar(node) && readScalar(node) === null);
  };
  const [values, sampler] = [has('possible_values'), has('sampler')];
  if (!values && !sampler) {
    const text = 'is missing: give the values to draw from, or a sampler';
    reporter.add({ code: 'missing-field', path: [...path, 'possible_values'], text });
  } else if (values && sampler) {
    reporter.add({
      code: 'values-or-sampler',
      path: [...path, 'sampler'],
      text: 'stands beside possible_values, but an attribute draws from one of the two. Take one out',
      at: 'key',
      fixes: ['possible_values', 'sampler'].flatMap((key) => removeKeyFix(reporter.document, [...path, key])),
    });
  } else if (sampler && has('depends_on')) {
    reporter.add({
      code: 'values-or-sampler',
      path: [...path, 'depends_on'],
      text: 'is for attributes with possible_values: what a sampler draws depends on nothing else. Take it out',
      at: 'key',
      fixes: removeKeyFix(reporter.document, [...path, 'depends_on']),
    });
  }
}

type Place = { path: Path; reporter: Reporter };

function checkKeys(sampler: DraftSampler, { path, reporter }: Place): boolean {
  if (sampler.type === undefined) return false;
  const { needed, more } = samplerKeys[sampler.type];
  const own: readonly string[] = [...needed, ...more];
  let sound = true;
  for (const key of Object.keys(sampler)) {
    if (key === 'type' || own.includes(key) || Reflect.get(sampler, key) === undefined) continue;
    sound = false;
    const takes = own.length === 0 ? 'It takes no other key' : `It takes ${own.join(', ')}`;
    reporter.add({
      code: 'sampler-key',
      path: [...path, key],
      text: `is no key of the sampler ${sampler.type.toUpperCase()}. ${takes}`,
      at: 'key',
      fixes: removeKeyFix(reporter.document, [...path, key]),
    });
  }
  for (const key of needed) {
    if (sampler[key] !== undefined || hasErrorAt(reporter, [...path, key])) continue;
    sound = false;
    const text = `is missing: the sampler ${sampler.type.toUpperCase()} needs it`;
    reporter.add({ code: 'missing-field', path: [...path, key], text });
  }
  return sound && !hasErrorAt(reporter, path);
}

function checkValues(sampler: DraftSampler, place: Place, facts: SourceFacts): void {
  const say = (code: DiagnosticCode, key: SamplerKey, text: string) =>
    place.reporter.add({ code, path: [...place.path, key], text });
  switch (sampler.type) {
    case 'integer':
    case 'float':
      return checkNumber(sampler, place);
    case 'datetime': {
      const range = dateRange(sampler);
      if (isDateProblem(range)) say(range.key === 'end' ? 'out-of-range' : 'bad-date', range.key, range.text);
      return;
    }
    case 'pattern': {
      const read = readTextPattern(sampler.pattern ?? '');
      if (!read.ok) say('bad-regex', 'pattern', `No text can be drawn by this: ${read.message}`);
      return;
    }
    case 'person': {
      const { min_age: least = 18, max_age: most = 90 } = sampler;
      if (least > most) {
        const key = sampler.max_age === undefined ? 'min_age' : 'max_age';
        const text =
          key === 'max_age'
            ? `must be at least min_age, ${least}, but is ${most}`
            : `must be at most max_age, ${most} if left out, but is ${least}`;
        say('out-of-range', key, text);
      }
      return checkLocale(sampler, place);
    }
    case 'email':
    case 'phone':
    case 'address':
      return checkLocale(sampler, place);
    case 'faker':
      checkLocale(sampler, place);
      return checkMethod(sampler, place);
    case 'file':
      return checkFile(sampler, place, facts);
    case 'boolean':
    case 'uuid':
    case undefined:
      return;
  }
}

function checkNumber(sampler: DraftSampler, { path, reporter }: Place): void {
  const { type, distribution } = sampler;
  for (const key of ['min', 'max', 'mean', 'deviation'] as const) {
    const value = sampler[key];
    const mustBeWhole = type === 'integer' && (key === 'min' || key === 'max');
    if (value === undefined || !mustBeWhole || Number.isSafeInteger(value)) continue;
    const whole = String(key === 'min' ? Math.ceil(value) : Math.floor(value));
    reporter.add({
      code: 'wrong-type',
      path: [...path, key],
      text: `must be a whole number for INTEGER, but is ${value}`,
      fixes: [
        {
          title: `Write ${whole}`,
          edits: [{ ...placeOf(reporter.document, [...path, key], 'value'), text: whole }],
        },
      ],
    });
    return;
  }
  if (distribution !== 'normal') {
    for (const key of ['mean', 'deviation'] as const) {
      if (sampler[key] === undefined) continue;
      const text = 'goes with distribution NORMAL. Write that too, or take this out';
      const fixes = removeKeyFix(reporter.document, [...path, key]);
      return reporter.add({ code: 'sampler-key', path: [...path, key], text, at: 'key', fixes });
    }
  }
  const range = numberRange(sampler);
  if (!isNumberProblem(range)) return;
  const { key, text } = range;
  const { min, max } = sampler;
  const edits = (['min', 'max'] as const).map((end) => ({
    ...placeOf(reporter.document, [...path, end], 'value'),
    text: String(end === 'min' ? max : min),
  }));
  const isSwapped = min !== undefined && max !== undefined && min > max;
  reporter.add({
    code: sampler[key] === undefined ? 'missing-field' : 'out-of-range',
    path: [...path, key],
    text,
    fixes: isSwapped ? [{ title: 'Swap min and max', edits }] : [],
  });
}

function checkLocale({ locale }: DraftSampler, { path, reporter }: Place): void {
  if (locale === undefined || isFakerLocale(locale)) return;
  // `de-DE` is how browsers write it.
  const spelled = locale.replaceAll('-', '_');
  const language = spelled.split('_')[0] ?? '';
  const nearest =
    [spelled, language].find((code) => fakerLocales.includes(code)) ?? nearestName(spelled, fakerLocales);
  replaceBy(
    { path: [...path, 'locale'], reporter },
    `There are no names and places of "${locale}". Known are ${fakerLocales.join(', ')}`,
    nearest,
  );
}

function checkMethod({ method = '', locale = defaultLocale }: DraftSampler, { path, reporter }: Place): void {
  const place = { path: [...path, 'method'], reporter };
  if (!isFakerMethod(method)) {
    const [module = '', name = ''] = method.split('.');
    const ofModule = fakerMethods.filter((known) => known.startsWith(`${module}.`));
    const sameName = fakerMethods.find((known) => known.split('.')[1] === (name || module));
    const nearest = sameName ?? nearestName(method, fakerMethods);
    const modules = [...new Set(fakerMethods.map((known) => known.split('.')[0]))];
    const known =
      ofModule.length > 0
        ? `Of ${module} there are ${ofModule.map((one) => one.split('.')[1]).join(', ')}`
        : `Write module.method; modules are ${modules.join(', ')}`;
    return replaceBy(place, `faker can't be asked for "${method}" here. ${known}`, nearest);
  }
  if (!hasMethod(locale, method)) {
    const text = `faker has no ${method} for the locale ${locale}. Take another locale or method`;
    reporter.add({ code: 'unknown-choice', path: place.path, text });
  }
}

function replaceBy({ path, reporter }: Place, text: string, nearest: string | undefined): void {
  const at = placeOf(reporter.document, path, 'value');
  const fixes =
    nearest === undefined ? [] : [{ title: `Replace it with ${nearest}`, edits: [{ ...at, text: nearest }] }];
  reporter.add({ code: 'unknown-choice', path, text, fixes });
}

function checkFile(sampler: DraftSampler, { path, reporter }: Place, facts: SourceFacts): void {
  const spec = samplerSpec(sampler);
  if (spec === null) return;
  checkDataPath({ ...sampler, path: spec.path }, path, reporter, facts);
  const key = sourceKey(spec);
  checkReading(key, [...path, 'path'], reporter, facts);
  const columns = facts.columnsOf(key);
  if (columns === undefined) return;
  for (const field of ['column', 'weight_column'] as const) {
    const column = sampler[field];
    if (column === undefined || columns.includes(column)) continue;
    const at = [...path, field];
    const nearest = nearestName(column, columns);
    reporter.add({
      code: 'missing-column',
      path: at,
      text: `${spec.path} has no column "${column}". It has ${columns.slice(0, 12).join(', ')}`,
      ...(nearest !== undefined && {
        fixes: [
          {
            title: `Replace it with ${nearest}`,
            edits: [{ ...placeOf(reporter.document, at, 'value'), text: JSON.stringify(nearest) }],
          },
        ],
      }),
    });
  }
}
