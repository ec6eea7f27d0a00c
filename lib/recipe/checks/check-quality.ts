import { compilePattern } from '@/lib/regex/pattern';
import { nearestName } from '@/lib/util/nearest';
import type { DraftRecipe, DraftRule } from '../draft';
import { placeOf, type Finding, type Reporter } from '../report';
import type { SourceFacts } from '../sources/source-facts';
import { columnsOfRule, kindsOfRule } from '../rule-names';
import type { Path } from '../yaml/document';
import { hasUnknownNames } from './check-output';
import { namesOf } from './names';

/** The code of rows that a person rejected: a rule of this name could not be told from them. */
const reservedRuleId = 'by-hand';

/** Rules for accepting rows: each looks at columns that there are and asks for something that can be met. */
export function checkQuality(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  const rules = draft.quality?.rules ?? [];
  if (rules.length === 0) return;
  const known = [...namesOf(draft, facts).keys()].filter((name) => name !== '');
  const open = hasUnknownNames(draft, reporter, facts);
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
    const shown = known.slice(0, 12).join(', ') + (known.length > 12 ? ` and ${known.length - 12} more` : '');
    return {
      code: 'unknown-column' as const,
      path: at,
      text: `There is no column "${name}". Known here: ${shown || 'none'}`,
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

function askFindings(rule: DraftRule, path: Path, reporter: Reporter): Finding[] {
  const { min_length: least, max_length: most } = rule;
  if (least !== undefined && most !== undefined && least > most) {
    const text = `must be at least min_length (${least}), but is ${most}`;
    return [{ code: 'out-of-range', path: [...path, 'max_length'], text }];
  }
  const { min: lowest, max: highest } = rule;
  if (lowest !== undefined && highest !== undefined && lowest > highest) {
    const text = `must be at least min (${lowest}), but is ${highest}`;
    return [{ code: 'out-of-range', path: [...path, 'max'], text }];
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
