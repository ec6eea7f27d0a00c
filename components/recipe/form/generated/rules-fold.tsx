'use client';

import { answerParts, partColumn } from '@/lib/recipe/answer-parts';
import type { DraftGenerated } from '@/lib/recipe/draft';
import { ruleWords } from '@/lib/recipe/form/rule-words';
import { columnsOfRule } from '@/lib/recipe/rule-names';
import { Fold } from '../parts/fold';
import { AddRule } from '../quality/add-rule';
import { RuleCard } from '../quality/rule-card';
import { rulesPath, useRules } from '../quality/use-rules';

/** The rules that look at an attribute's columns; closed it says what they ask for. They are the same as under Quality. */
export function RulesFold({ attribute }: { attribute: DraftGenerated | undefined }) {
  const { rules, columns } = useRules();
  const own = columnsOf(attribute).filter((name) => columns.includes(name));
  const shown = rules.flatMap((rule, index) =>
    rule !== undefined && columnsOfRule(rule).some((name) => own.includes(name)) ? [{ rule, index }] : [],
  );
  const words = shown.flatMap(({ rule }) => ruleWords(rule));
  return (
    <Fold
      title="Keep only if"
      summary={words.length === 0 ? 'No rules: any answer will do' : words.join(' · ')}
    >
      {shown.map(({ rule, index }) => (
        <RuleCard
          key={index}
          path={[...rulesPath, index]}
          number={index + 1}
          rule={rule}
          columns={columns}
          grip={null}
        />
      ))}
      <AddRule column={own[0]} label="Add a rule" />
    </Fold>
  );
}

/** The answer, its parts, and what is made of it. */
function columnsOf(attribute: DraftGenerated | undefined): string[] {
  if (attribute?.id === undefined) return [];
  const { id, postprocessing_params: processed } = attribute;
  const parts = answerParts(attribute)?.map(({ name }) => partColumn(id, name)) ?? [];
  return [id, ...parts, ...(processed?.id === undefined ? [] : [processed.id])];
}
