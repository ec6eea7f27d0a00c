'use client';

import type { DraftRule } from '@/lib/recipe/draft';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import type { RuleAsk } from '@/lib/recipe/form/rule-asks';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { FormNumber, FormText } from '../parts/form-fields';
import { TextLines } from './text-lines';

/** The fields of one thing that a rule asks for. */
export function AskFields({ ask, path, rule }: { ask: RuleAsk; path: Path; rule: DraftRule }) {
  switch (ask.id) {
    case 'length':
      return (
        <div className="form-fields">
          <FormNumber path={[...path, 'min_length']} label="At least" unit="characters" close />
          <FormNumber path={[...path, 'max_length']} label="At most" unit="characters" close />
        </div>
      );
    case 'range':
      return (
        <div className="form-fields">
          <FormNumber path={[...path, 'min']} label="At least" close />
          <FormNumber path={[...path, 'max']} label="At most" close />
        </div>
      );
    case 'pattern':
    case 'not_pattern':
      return <FormText path={[...path, ask.id]} label="Pattern" mono />;
    case 'one_of':
      return <TextLines path={[...path, 'one_of']} label="Texts, one a line" values={rule.one_of ?? []} />;
    case 'must_not_contain':
      return (
        <TextLines
          path={[...path, 'must_not_contain']}
          label="Texts, one a line"
          values={rule.must_not_contain ?? []}
        />
      );
    case 'max_similarity':
      return <FormNumber path={[...path, 'max_similarity']} label="Most alike" />;
    case 'unique':
      return <UniqueFields path={path} rule={rule} />;
    default:
      return <p className="hint">{fieldHelp([...path, ask.keys[0] ?? ''])}</p>;
  }
}

/** Whether one column counts or several together: a rule that asks for nothing else may look at several. */
function UniqueFields({ path, rule }: { path: Path; rule: DraftRule }) {
  const { edit } = useEditorActions();
  const isAlone = Object.keys(rule).every((key) => ['id', 'column', 'columns', 'unique'].includes(key));
  const isSeveral = rule.columns !== undefined;
  const [first = ''] = rule.columns ?? [];
  const change = () =>
    edit(
      isSeveral
        ? [
            { type: 'remove', path: [...path, 'columns'] },
            { type: 'set', path: [...path, 'column'], value: first },
          ]
        : [
            { type: 'remove', path: [...path, 'column'] },
            {
              type: 'set',
              path: [...path, 'columns'],
              value: rule.column === undefined ? [] : [rule.column],
            },
          ],
    );
  return (
    <>
      <p className="hint">{fieldHelp([...path, 'unique']).replaceAll('`', '')}</p>
      {isAlone ? (
        <label className="row">
          <input type="checkbox" checked={isSeveral} onChange={change} />
          Several columns together
        </label>
      ) : null}
    </>
  );
}
