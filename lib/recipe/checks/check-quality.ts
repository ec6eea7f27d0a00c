import { encodeJson } from '@/lib/dataset/json';
import { compilePattern } from '@/lib/regex/pattern';
import { schemaProblems } from '@/lib/json-schema/schema-subset';
import { nearestName } from '@/lib/util/nearest';
import { numberOfText } from '@/lib/util/number-of-text';
import type { DraftRecipe, DraftRule } from '../draft';
import { placeOf, type Finding, type Reporter, type SpanFix } from '../report';
import type { SourceFacts } from '../sources/source-facts';
import { columnsOfRule, kindsOfRule } from '../rule-names';
import type { Path } from '../yaml/document';
import { hasUnknownNames } from './check-output';
import { columnNames, namesOf } from './names';

/** The code of rows that a person rejected: a rule of this name could not be told from them. */
const reservedRuleId = 'by-hand';

/** Rules for accepting rows: each looks at columns that there are and asks for something that can be met. */
export function checkQuality(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  const rules = draft.quality?.rules ?? [];
  if (rules.length === 0) return;
  const known = columnNames(namesOf(draft, facts)).filter((name) => name !== '');
  const open = hasUnknownNames(draft, facts);
  const ids = new Set<string>();
  const seen = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    if (rule === undefined) continue;
    if (reporter.isFull()) return;
    const path: Path = ['quality', 'rules', index];
    const findings = [
      ...idFindings(rule, path, ids),
      ...columnFindings(rule, path, { known, open, reporter }),
      ...askFindings(rule, path, reporter),
      ...patternFindings(rule, path),
      ...schemaFindings(rule, path),
      ...drawnFindings(draft, rule, path, reporter),
    ];
    for (const finding of findings) reporter.add(finding);
    const { id, ...asked } = rule;
    if (id !== undefined) ids.add(id);
    const key = JSON.stringify(asked);
    if (findings.length === 0 && seen.has(key)) {
      const text = 'This rule stands above already; it rejects no other row';
      reporter.add({ severity: 'warning', code: 'rule-repeated', path, text, at: 'key' });
    }
    seen.add(key);
  }
}

function idFindings({ id }: DraftRule, path: Path, taken: ReadonlySet<string>): Finding[] {
  if (id === undefined) return [];
  const at = { path: [...path, 'id'] };
  if (id === reservedRuleId) {
    return [
      { ...at, code: 'reserved-id', text: `The id "${id}" is reserved for rows that a person rejects` },
    ];
  }
  if (!taken.has(id)) return [];
  return [
    { ...at, code: 'duplicate-id', text: `The id "${id}" is used by a rule above. Each rule needs its own` },
  ];
}

type Columns = { known: readonly string[]; open: boolean; reporter: Reporter };

function columnFindings(rule: DraftRule, path: Path, { known, open, reporter }: Columns): Finding[] {
  if (rule.column !== undefined && rule.columns !== undefined) {
    const text = 'A rule has either column or columns';
    return [{ code: 'rule-column', path: [...path, 'columns'], text, at: 'key' }];
  }
  const isForOne = kindsOfRule(rule).some((kind) => kind !== 'unique');
  if (rule.columns !== undefined && isForOne) {
    const text = 'Several columns are for unique alone. All else looks at one column';
    return [{ code: 'rule-column', path: [...path, 'columns'], text, at: 'key' }];
  }
  const named =
    rule.column === undefined
      ? (rule.columns ?? []).map((name, at) => ({ name, path: [...path, 'columns', at] }))
      : [{ name: rule.column, path: [...path, 'column'] }];
  if (named.length === 0) {
    return isReported(reporter, path)
      ? []
      : [{ code: 'missing-field', path: [...path, 'column'], text: 'is missing' }];
  }
  return named.flatMap(({ name, path: at }) => {
    if (name === undefined || open || known.includes(name)) return [];
    const nearest = nearestName(name, known);
    return {
      code: 'unknown-column' as const,
      path: at,
      text: `There is no column "${name}". Known here: ${shownNames(known) || 'none'}`,
      ...(nearest !== undefined && {
        fixes: [
          {
            title: `Replace it with ${nearest}`,
            edits: [{ ...placeOf(reporter.document, at, 'value'), text: nearest }],
          },
        ],
      }),
    };
  });
}

/** Whether something was said of a rule while it was read: then what it lacks may be what was left out. */
function isReported(reporter: Reporter, path: Path): boolean {
  return reporter.diagnostics.some((one) => path.every((step, at) => one.path[at] === step));
}

const bounds = [
  ['min_length', 'max_length'],
  ['min_words', 'max_words'],
  ['min', 'max'],
] as const;

function askFindings(rule: DraftRule, path: Path, reporter: Reporter): Finding[] {
  for (const [low, high] of bounds) {
    const [least, most] = [rule[low], rule[high]];
    if (least === undefined || most === undefined || least <= most) continue;
    const text = `must be at least ${low} (${least}), but is ${most}`;
    return [{ code: 'out-of-range', path: [...path, high], text }];
  }
  if (rule.not_like_share !== undefined && rule.not_like === undefined) {
    const text = 'has no effect without not_like, which has the examples';
    return [{ severity: 'warning', code: 'no-effect', path: [...path, 'not_like_share'], text, at: 'key' }];
  }
  if (kindsOfRule(rule).length > 0 || columnsOfRule(rule).length === 0 || isReported(reporter, path))
    return [];
  const text = 'The rule asks for nothing. Give it a condition such as max_length, pattern or unique';
  return [{ severity: 'warning', code: 'rule-empty', path, text, at: 'key' }];
}

function patternFindings(rule: DraftRule, path: Path): Finding[] {
  return (['pattern', 'not_pattern'] as const).flatMap((key) => {
    const source = rule[key];
    const compiled = source === undefined ? null : compilePattern(source);
    if (compiled === null || compiled.ok) return [];
    const text = `This is no regular expression: ${compiled.message}`;
    return { code: 'bad-regex' as const, path: [...path, key], text };
  });
}

function schemaFindings({ json_schema: schema }: DraftRule, path: Path): Finding[] {
  if (schema === undefined) return [];
  const plain: unknown = JSON.parse(encodeJson(schema));
  return schemaProblems(plain).map((problem) => ({
    code: 'bad-schema',
    path: [...path, 'json_schema', ...problem.path],
    text: problem.message,
  }));
}

/**
 * What a rule asks of a column whose values are all known: it holds the ids that are drawn. A rule that none of them
 * keeps would reject every row, paid for or not.
 */
function drawnFindings(draft: DraftRecipe, rule: DraftRule, path: Path, reporter: Reporter): Finding[] {
  const drawn = (draft.strategy_params?.sampled_attributes ?? []).find(
    (attribute) => attribute?.id !== undefined && attribute.id === rule.column,
  );
  const values = (drawn?.possible_values ?? []).flatMap((value) => (value?.id === undefined ? [] : [value]));
  if (drawn === undefined || values.length === 0) return [];
  const ids = values.map(({ id }) => id ?? '');
  const [key, isKept] = keptBy(rule);
  if (key === null) return [];
  const kept = ids.filter(isKept);
  const held = `It holds the ids of values: ${shownNames(ids)}`;
  if (kept.length === 0) {
    const text = `No value of ${drawn.id ?? ''} is ever like this, so every row would be rejected. ${held}`;
    const fixes = key === 'one_of' ? idFixes(rule, values, path, reporter) : [];
    return [{ code: 'rule-never-met', path: [...path, key], text, at: 'key', fixes }];
  }
  const rejected = ids.length - kept.length;
  if (rejected === 0) return [];
  const text = `Rejects the rows of ${rejected} of ${ids.length} values of ${drawn.id ?? ''} after they were paid for. Values that are not wanted can be left out, or have the rate 0`;
  return [{ severity: 'warning', code: 'rule-rejects-drawn', path: [...path, key], text, at: 'key' }];
}

/** The first thing a rule asks that can be seen of an id, and which ids keep it. */
function keptBy(rule: DraftRule): [key: 'one_of' | 'min' | 'max' | null, isKept: (id: string) => boolean] {
  const { one_of: allowed, min = -Infinity, max = Infinity } = rule;
  if (allowed !== undefined) return ['one_of', (id) => allowed.includes(id)];
  if (rule.min === undefined && rule.max === undefined) return [null, () => true];
  return [
    rule.min === undefined ? 'max' : 'min',
    (id) => {
      const number = numberOfText(id);
      return number !== null && number >= min && number <= max;
    },
  ];
}

/** A text that is the name of a value is meant as its id. */
function idFixes(
  { one_of: allowed = [] }: DraftRule,
  values: readonly { id?: string; name?: string }[],
  path: Path,
  reporter: Reporter,
): SpanFix[] {
  const edits = allowed.flatMap((name, at) => {
    const id = values.find((value) => value.name === name)?.id;
    if (name === undefined || id === undefined) return [];
    return { ...placeOf(reporter.document, [...path, 'one_of', at], 'value'), text: id };
  });
  return edits.length === 0 ? [] : [{ title: 'Replace names of values by their ids', edits }];
}

function shownNames(names: readonly string[]): string {
  return names.slice(0, 12).join(', ') + (names.length > 12 ? ` and ${names.length - 12} more` : '');
}
