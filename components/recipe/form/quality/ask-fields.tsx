'use client';

import { SelectFrame } from '@/components/ui/field';
import { encodeJson } from '@/lib/dataset/json';
import type { DraftRule } from '@/lib/recipe/draft';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import type { RuleAsk } from '@/lib/recipe/form/rule-asks';
import { languageCodes, languages } from '@/lib/recipe/languages';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { FieldFrame, FormNumber, FormText } from '../parts/form-fields';
import { JsonField } from '../parts/json-field';
import { useFormField } from '../parts/use-form-field';
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
    case 'words':
      return (
        <div className="form-fields">
          <FormNumber path={[...path, 'min_words']} label="At least" unit="words" close />
          <FormNumber path={[...path, 'max_words']} label="At most" unit="words" close />
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
    case 'language':
      return <LanguageChoice path={[...path, 'language']} />;
    case 'json_schema':
      return (
        <JsonField
          path={[...path, 'json_schema']}
          label="Schema"
          value={JSON.parse(encodeJson(rule.json_schema ?? null)) as unknown}
        />
      );
    case 'not_like':
      return (
        <>
          <TextLines path={[...path, 'not_like']} label="Examples, one a line" values={rule.not_like ?? []} />
          <FormNumber path={[...path, 'not_like_share']} label="Too like from" close />
        </>
      );
    case 'max_similarity':
      return <FormNumber path={[...path, 'max_similarity']} label="Most alike" />;
    case 'unique':
      return <UniqueFields path={path} rule={rule} />;
    default:
      return <p className="hint">{fieldHelp([...path, ask.keys[0] ?? ''])}</p>;
  }
}

function LanguageChoice({ path }: { path: Path }) {
  const field = useFormField(path);
  const chosen = field.text.toLowerCase();
  const isKnown = languageCodes.some((code) => code === chosen);
  const named = [...languageCodes].sort((a, b) => languages[a].localeCompare(languages[b], 'en'));
  return (
    <FieldFrame field={field} label="Language">
      {(described) => (
        <SelectFrame isBad={!isKnown}>
          <select {...described} value={chosen} onChange={(event) => field.set(event.target.value)}>
            {isKnown ? null : <option value={chosen}>{field.text}, unknown</option>}
            {named.map((code) => (
              <option key={code} value={code}>
                {languages[code]}
              </option>
            ))}
          </select>
        </SelectFrame>
      )}
    </FieldFrame>
  );
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
