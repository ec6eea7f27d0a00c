import { schemaProblems } from '@/lib/json-schema/schema-subset';
import { encodeJson } from '@/lib/dataset/json';
import { answerParts, partColumn } from '../answer-parts';
import type { DraftGenerated, DraftRecipe } from '../draft';
import type { Finding, Reporter } from '../report';
import type { SourceFacts } from '../sources/source-facts';
import type { Path } from '../yaml/document';
import { namesOf } from './names';

/** The forms of answers: one for each attribute, and parts that can be columns and placeholders. */
export function checkAnswers(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  const attributes = draft.strategy_params?.generated_attributes ?? [];
  const hasForm = attributes.some((one) => one !== undefined && formsOf(one).length > 0);
  if (!hasForm) return;
  const names = namesOf(draft, facts);
  for (const [index, attribute] of attributes.entries()) {
    if (attribute === undefined) continue;
    const path: Path = ['strategy_params', 'generated_attributes', index];
    const findings = [
      ...formFindings(attribute, path),
      ...schemaFindings(attribute, path),
      ...sectionFindings(attribute, path),
      ...judgeFindings(attribute, path),
      ...partFindings(attribute, path, names),
    ];
    for (const finding of findings) reporter.add(finding);
  }
}

const forms = ['response_format', 'sections', 'judge'] as const;

function formsOf(attribute: DraftGenerated): (typeof forms)[number][] {
  return forms.filter((key) => attribute[key] !== undefined);
}

function formFindings(attribute: DraftGenerated, path: Path): Finding[] {
  const [first, second] = formsOf(attribute);
  if (first === undefined) return [];
  if (second !== undefined) {
    const text = `An answer comes in one form: ${first} or ${second}, not both`;
    return [{ code: 'answer-form', path: [...path, second], text, at: 'key' }];
  }
  if (attribute.postprocessing_params === undefined) return [];
  const text = `cuts a text to shape, but with ${first} the answer comes in parts. A transform can shape those`;
  return [{ code: 'answer-form', path: [...path, 'postprocessing_params'], text, at: 'key' }];
}

function schemaFindings({ response_format: format }: DraftGenerated, path: Path): Finding[] {
  if (format?.schema === undefined) return [];
  const at: Path = [...path, 'response_format', 'schema'];
  const problems = schemaProblems(JSON.parse(encodeJson(format.schema)));
  if (problems.length > 0) {
    return problems.map((problem) => ({
      code: 'bad-schema',
      path: [...at, ...problem.path],
      text: problem.message,
    }));
  }
  if (format.schema.get('type') !== 'object') {
    const text = 'must be object: its properties become columns';
    return [{ code: 'bad-schema', path: [...at, 'type'], text }];
  }
  if ((answerParts({ response_format: format }) ?? []).length > 0) return [];
  const text = 'must name at least one property: each becomes a column';
  return [{ code: 'bad-schema', path: [...at, 'properties'], text }];
}

function sectionFindings({ sections = [] }: DraftGenerated, path: Path): Finding[] {
  const seen = new Set<string>();
  return sections.flatMap((key, index) => {
    if (key === undefined) return [];
    const folded = key.toLowerCase();
    const isRepeated = seen.has(folded);
    seen.add(folded);
    if (!isRepeated) return [];
    const text = `The section "${key}" stands above already; upper and lower case count the same`;
    return { code: 'answer-form' as const, path: [...path, 'sections', index], text };
  });
}

function judgeFindings({ judge }: DraftGenerated, path: Path): Finding[] {
  const { min_score: least = 1, max_score: most = 5 } = judge ?? {};
  if (least < most) return [];
  const text = `must be above min_score (${least}), but is ${most}`;
  return [{ code: 'out-of-range', path: [...path, 'judge', 'max_score'], text }];
}

/** What a placeholder can't hold in a name. */
const unusable = /[.[\]{}!:\n\r]/u;

function partFindings(attribute: DraftGenerated, path: Path, names: ReturnType<typeof namesOf>): Finding[] {
  const { id } = attribute;
  return (answerParts(attribute) ?? []).flatMap(({ name }): Finding[] => {
    const at: Path =
      attribute.sections === undefined
        ? [...path, 'response_format', 'schema', 'properties', name]
        : [...path, 'sections', attribute.sections.indexOf(name)];
    if (name.trim() === '' || name.trim() !== name || unusable.test(name)) {
      const text = `"${name}" can't be named in a prompt. Take letters, digits, blanks, _ and -`;
      return [
        { code: 'answer-form', path: at, text, at: attribute.sections === undefined ? 'key' : 'value' },
      ];
    }
    if (id === undefined || !names.has(partColumn(id, name))) return [];
    const text = `The column "${partColumn(id, name)}" is the id of another attribute already. Rename one of them`;
    return [{ code: 'duplicate-id', path: at, text, at: attribute.sections === undefined ? 'key' : 'value' }];
  });
}
