'use client';

import { Plus } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { unusedId } from '@/lib/recipe/form/unused-id';
import type { DraftGenerated } from '@/lib/recipe/draft';
import type { Path } from '@/lib/recipe/yaml/document';
import { compilePostprocessing, postprocess } from '@/lib/transform/postprocess';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { Fold } from '../parts/fold';
import { FormSwitch, FormText } from '../parts/form-fields';
import { IdField } from '../parts/id-field';
import { useTakenIds } from '../parts/use-taken-ids';

type Params = NonNullable<DraftGenerated['postprocessing_params']>;

/** How an answer is cut to shape; closed it says so in words, open it shows it done. */
export function PostprocessingFold({ path, index }: { path: Path; index: number }) {
  const attribute = useEditor((state) => state.read.draft.strategy_params?.generated_attributes?.[index]);
  const params = attribute?.postprocessing_params;
  const { edit } = useEditorActions();
  const taken = useTakenIds();
  const id = attribute?.id ?? '';
  return (
    <Fold title="Postprocessing" summary={summaryOf(params)}>
      <p className="small t2">{fieldHelp(path)}</p>
      {params === undefined ? (
        <div className="row">
          <Button
            size="small"
            icon={Plus}
            onClick={() =>
              edit({ type: 'set', path, value: { id: unusedId(`${id || 'answer'}_clean`, taken) } })
            }
          >
            Cut the answer to shape
          </Button>
        </div>
      ) : (
        <>
          <div className="form-fields">
            <IdField path={path} label="Column of the cut text" />
            <FormText path={[...path, 'regex']} label="Regular expression" mono optional />
          </div>
          <div className="form-fields">
            <FormText path={[...path, 'cut_prefix']} label="Cut off up to" optional />
            <FormText path={[...path, 'cut_suffix']} label="Cut off from" optional />
          </div>
          <div className="form-fields">
            <FormText path={[...path, 'added_prefix']} label="Add before" optional />
            <FormText path={[...path, 'added_suffix']} label="Add after" optional />
          </div>
          <FormSwitch path={[...path, 'strip_whitespace']} label="Take off white space" />
          <FormSwitch path={[...path, 'keep_original_text_attribute']} label="Keep the answer as it came" />
          <BeforeAfter params={params} attributeId={id} />
          <div className="row">
            <Button size="small" onClick={() => edit({ type: 'remove', path })}>
              Keep answers as they come
            </Button>
          </div>
        </>
      )}
    </Fold>
  );
}

function summaryOf(params: Params | undefined): string {
  if (params === undefined) return 'off: the answer is kept as it comes';
  const { regex, cut_prefix: prefix, cut_suffix: suffix, added_prefix: before, added_suffix: after } = params;
  const steps = [
    regex ? `first match of ${regex}` : '',
    prefix ? `cut up to “${prefix}”` : '',
    suffix ? `cut from “${suffix}”` : '',
    params.strip_whitespace === false ? '' : 'white space off',
    before ? `“${before}” before` : '',
    after ? `“${after}” after` : '',
  ].filter(Boolean);
  return `${params.id ?? ''}: ${steps.join(', ') || 'as it comes'}`;
}

/** The steps done on the tried answer of the selected row, or on a text that one types. */
function BeforeAfter({ params, attributeId }: { params: Params; attributeId: string }) {
  const id = useId();
  const answer = useEditor((state) => {
    const row = state.rows.find(({ index }) => index === state.selected);
    return row?.values.find(({ name, state: known }) => name === attributeId && known === 'known')?.text;
  });
  const [typed, setTyped] = useState<string | null>(null);
  const before = typed ?? answer ?? '';
  const after = useMemo(() => processed(params, before), [params, before]);
  return (
    <div className="before-after">
      <div className="form-field">
        <label className="label" htmlFor={id}>
          Try it on {typed === null && answer !== undefined ? 'the tried answer' : 'a text'}
        </label>
        <span className="input">
          <textarea
            id={id}
            dir="auto"
            rows={3}
            placeholder="Paste an answer here to see what is left of it"
            value={before}
            onChange={(event) => setTyped(event.target.value)}
          />
        </span>
      </div>
      <div className="form-field">
        <span className="label">What is left</span>
        <output className="sample-output" htmlFor={id} dir="auto">
          {after.ok ? after.text : <span className="bad">{after.message}</span>}
        </output>
      </div>
    </div>
  );
}

type Processed = { ok: true; text: string } | { ok: false; message: string };

function processed(params: Params, text: string): Processed {
  try {
    const compiled = compilePostprocessing({
      ...params,
      id: params.id ?? '',
      keep_original_text_attribute: params.keep_original_text_attribute ?? true,
      strip_whitespace: params.strip_whitespace ?? true,
    });
    return { ok: true, text: postprocess(compiled, text.slice(0, longestSample)) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** A pattern may take long on a long text, and this is done at each key. */
const longestSample = 20_000;
