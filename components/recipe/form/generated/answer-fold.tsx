'use client';

import { Chip } from '@/components/ui/chip';
import { SelectFrame } from '@/components/ui/field';
import { useId } from 'react';
import { answerParts, partColumn } from '@/lib/recipe/answer-parts';
import type { DraftGenerated } from '@/lib/recipe/draft';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import type { Plain } from '@/lib/recipe/form/new-attribute';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { Fold } from '../parts/fold';
import { FormNumber } from '../parts/form-fields';
import { SchemaTable } from '../parts/schema-table';
import { FormPrompt } from '../prompt/form-prompt';
import { usePromptContext } from '../prompt/prompt-scope';
import { SectionNames } from './section-names';

type Form = 'text' | 'response_format' | 'sections' | 'judge';

/** What each form is called, and what it begins with. */
const forms: Record<Form, { label: string; start: Plain | null }> = {
  text: { label: 'One text', start: null },
  response_format: {
    label: 'JSON with columns',
    start: {
      schema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
    },
  },
  sections: { label: 'Sections, each a column', start: ['Question', 'Answer'] },
  judge: { label: 'A judge’s score', start: { rubric: 'How good is it? 1: poor. 3: fair. 5: excellent.' } },
};

const keys = ['response_format', 'sections', 'judge'] as const;

/** In which form the answer comes; closed it names the columns that come of it. */
export function AnswerFold({
  path,
  index,
  attribute,
}: {
  path: Path;
  index: number;
  attribute: DraftGenerated | undefined;
}) {
  const { edit } = useEditorActions();
  const id = useId();
  const chosen: Form = keys.find((key) => attribute?.[key] !== undefined) ?? 'text';
  const columns = (attribute && answerParts(attribute)) ?? [];
  const choose = (form: Form) => {
    if (form === chosen) return;
    const { start } = forms[form];
    edit([
      ...(chosen === 'text' ? [] : [{ type: 'remove' as const, path: [...path, chosen] }]),
      ...(start === null ? [] : [{ type: 'set' as const, path: [...path, form], value: start }]),
    ]);
  };
  const summary =
    chosen === 'text'
      ? 'One text, as it comes'
      : `${forms[chosen].label}: ${columns.map(({ name }) => name).join(', ')}`;
  return (
    <Fold title="Answer" summary={summary}>
      <div className="form-field">
        <label className="label" htmlFor={id}>
          The answer is
        </label>
        <SelectFrame>
          <select id={id} value={chosen} onChange={(event) => choose(formOf(event.target.value))}>
            {(['text', ...keys] as const).map((form) => (
              <option key={form} value={form}>
                {forms[form].label}
              </option>
            ))}
          </select>
        </SelectFrame>
      </div>
      {chosen === 'text' ? null : <p className="small t2">{fieldHelp([...path, chosen])}</p>}
      {chosen === 'sections' ? (
        <SectionNames
          path={[...path, 'sections']}
          names={(attribute?.sections ?? []).map((name) => name ?? '')}
        />
      ) : null}
      {chosen === 'judge' ? (
        <>
          <Rubric path={[...path, 'judge', 'rubric']} index={index} />
          <div className="form-fields">
            <FormNumber path={[...path, 'judge', 'min_score']} label="Lowest score" close />
            <FormNumber path={[...path, 'judge', 'max_score']} label="Highest score" close />
            <FormNumber path={[...path, 'judge', 'max_repairs']} label="Repairs" close />
          </div>
        </>
      ) : null}
      {chosen === 'response_format' ? (
        <>
          <SchemaTable
            path={[...path, 'response_format', 'schema']}
            schema={attribute?.response_format?.schema}
            title="Columns"
            word="column"
            none="No columns yet: an answer needs at least one."
          />
          <div className="form-fields">
            <FormNumber path={[...path, 'response_format', 'max_repairs']} label="Repairs" close />
          </div>
        </>
      ) : null}
      {columns.length === 0 ? null : (
        <div className="row small t3 used-by">
          <span>Columns</span>
          {columns.map(({ name }) => (
            <Chip key={name} kind="generated">
              {partColumn(attribute?.id ?? '', name)}
            </Chip>
          ))}
        </div>
      )}
    </Fold>
  );
}

/** What is judged and by what, with values in braces. */
function Rubric({ path, index }: { path: Path; index: number }) {
  const context = usePromptContext({ kind: 'generated', index });
  return (
    <div className="form-field">
      <span className="label">Rubric</span>
      <div className="message">
        <FormPrompt
          path={path}
          label="Rubric"
          context={context}
          placeholder="What is judged, and what makes a low and a high score?"
        />
      </div>
      <p className="hint">{fieldHelp(path)}</p>
    </div>
  );
}

function formOf(value: string): Form {
  return keys.find((key) => key === value) ?? 'text';
}
