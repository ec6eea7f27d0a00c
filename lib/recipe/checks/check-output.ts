import { compileAnyPattern } from '@/lib/regex/pattern';
import { nearestName } from '@/lib/util/nearest';
import { isSeq } from 'yaml';
import { answerParts, partColumn } from '../answer-parts';
import { planColumn } from '../conversation/personas';
import type { DraftRecipe } from '../draft';
import type { SourceFacts } from '../sources/source-facts';
import { factsColumn } from '../environments/facts-column';
import { hasFacts } from './check-environments';
import { sourceNames } from '../sources/source-names';
import { placeOf, type Reporter } from '../report';
import { partsOfType } from '../samplers/sampler-keys';

/** What is planned at all, what is given out, and where it is written. */
export function checkOutput(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  if (draft.output_path !== undefined && !draft.output_path.endsWith('.jsonl')) {
    const text = `must end with .jsonl, but is "${draft.output_path}"`;
    reporter.add({ code: 'output-path', path: ['output_path'], text });
  }
  checkPlan(draft, reporter);
  checkPassthrough(draft, reporter, facts);
  checkRegexes(draft, reporter);
}

/** Columns of files that nobody has looked at give names that can't be known here. */
export function hasUnknownNames(draft: DraftRecipe, facts: SourceFacts): boolean {
  return sourceNames(draft, facts).isOpen;
}

function isWritten(reporter: Reporter, key: string): boolean {
  const node = reporter.document.at(['strategy_params', key])?.node;
  return isSeq(node) && node.items.length > 0;
}

/** What rows can be planned from. */
const planned = ['sampled_attributes', 'input_examples', 'input_data', 'input_documents'] as const;

function checkPlan(draft: DraftRecipe, reporter: Reporter): void {
  if (planned.some((key) => isWritten(reporter, key))) return;
  // A list that could not be read has been reported as such.
  const isUnread = planned.some((key) => reporter.document.at(['strategy_params', key])?.node);
  if (isUnread && reporter.hasErrors()) return;
  reporter.add({
    code: 'nothing-to-plan',
    path: ['strategy_params'],
    text: 'There is nothing to plan rows from. A recipe needs at least one sampled attribute or source',
    at: 'key',
  });
}

function checkPassthrough(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  const names = draft.strategy_params?.passthrough_attributes ?? [];
  const known = outputNames(draft, facts);
  const open = hasUnknownNames(draft, facts);
  for (const [index, name] of names.entries()) {
    if (name === undefined || known.has(name)) continue;
    const path = ['strategy_params', 'passthrough_attributes', index];
    const whole = name.includes('[') && name.includes(']') ? name.slice(0, name.search(/[.[]/)) : null;
    if (whole !== null && known.has(whole)) continue;
    if (isPartOfSampler(draft, name)) continue;
    if (open) continue;
    const nearest = nearestName(
      name,
      [...known].filter((candidate) => !names.includes(candidate)),
    );
    reporter.add({
      severity: 'warning',
      code: 'unknown-passthrough',
      path,
      text: `There is no column "${name}", so nothing is given out for it`,
      ...(nearest !== undefined && {
        fixes: [
          {
            title: `Replace it with ${nearest}`,
            edits: [{ ...placeOf(reporter.document, path, 'value'), text: nearest }],
          },
        ],
      }),
    });
  }
}

/** `customer.email`: a part of what a sampler makes of several. */
function isPartOfSampler(draft: DraftRecipe, name: string): boolean {
  const [of = '', part = ''] = name.split('.');
  const type = draft.strategy_params?.sampled_attributes?.find((one) => one?.id === of)?.sampler?.type;
  if (type === undefined) return false;
  // What faker gives depends on its method.
  return type === 'faker' || partsOfType(type)?.includes(part) === true;
}

function outputNames(draft: DraftRecipe, facts: SourceFacts): Set<string> {
  const params = draft.strategy_params;
  const names = new Set<string | undefined>(params?.sampled_attributes?.map((attribute) => attribute?.id));
  for (const { id } of sourceNames(draft, facts).names) names.add(id);
  if (hasFacts(draft)) names.add(factsColumn);
  for (const attribute of params?.generated_attributes ?? []) {
    const processing = attribute?.postprocessing_params;
    if (processing?.keep_original_text_attribute !== false) names.add(attribute?.id);
    names.add(processing?.id);
    const { id, ...answer } = attribute ?? {};
    if (id !== undefined) for (const part of answerParts(answer) ?? []) names.add(partColumn(id, part.name));
  }
  for (const attribute of params?.multiturn_attributes ?? []) {
    if (attribute?.id === undefined) continue;
    names.add(attribute.id);
    names.add(planColumn(attribute.id));
  }
  for (const attribute of params?.transformed_attributes ?? []) names.add(attribute?.id);
  return new Set([...names].filter((name) => name !== undefined));
}

function checkRegexes(draft: DraftRecipe, reporter: Reporter): void {
  for (const [index, attribute] of (draft.strategy_params?.generated_attributes ?? []).entries()) {
    const source = attribute?.postprocessing_params?.regex;
    if (source === undefined || source === '') continue;
    const compiled = compileAnyPattern(source);
    if (compiled.ok) continue;
    const path = ['strategy_params', 'generated_attributes', index, 'postprocessing_params', 'regex'];
    reporter.add({ code: 'bad-regex', path, text: `This is no regular expression: ${compiled.message}` });
  }
}
