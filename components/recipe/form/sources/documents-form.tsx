'use client';

import { useMemo } from 'react';
import { Choice } from '@/components/ui/tabs';
import { useSpokenChange } from '@/components/ui/spoken';
import { Skeleton } from '@/components/ui/states';
import { formatCount } from '@/lib/client/format';
import { cellText } from '@/lib/recipe/form/example-cells';
import { unusedId } from '@/lib/recipe/form/unused-id';
import { idsOfSource } from '@/lib/recipe/sources/source-names';
import { documentSpec, type SourceSpec } from '@/lib/recipe/sources/source-spec';
import type { Path } from '@/lib/recipe/yaml/document';
import { BadRecord, segmentColumn } from '@/lib/sources/source-table';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { useSourceRequest } from '../../sources/source-request';
import '../../sources/sources.css';
import { FieldProblem } from '../parts/field-problem';
import { FormNumber, FormSwitch } from '../parts/form-fields';
import { IdField } from '../parts/id-field';
import { UsedBy } from '../parts/used-by';
import { useProblemAt } from '../parts/use-form-field';
import { useTakenIds } from '../parts/use-taken-ids';
import { DrawChoice } from './draw-choice';
import { SourceCard } from './source-card';
import { useFirstRecords, useSourceState } from './use-source';

const cuts = [
  { value: 'whole', label: 'Whole documents' },
  { value: 'segments', label: 'Segments' },
] as const;

/** The form of a source of documents, whole or cut into segments. */
export default function DocumentsForm({ path, index }: { path: Path; index: number }) {
  const draft = useEditor((state) => state.read.draft);
  const facts = useEditor((state) => state.read.sources);
  const source = draft.strategy_params?.input_documents?.[index];
  const { replaceFile } = useSourceRequest();
  const { edit } = useEditorActions();
  const taken = useTakenIds();
  const written = source?.path;
  const params = source?.segmentation_params;
  const spec = useMemo<SourceSpec | null>(
    () => (written === undefined ? null : documentSpec({ path: written, segmentation_params: params })),
    [written, params],
  );
  const problem = useProblemAt([...path, 'path']);
  const segmentPath = [...path, 'segmentation_params'];
  const ids = useMemo(() => idsOfSource(draft, facts, path), [draft, facts, path]);
  const cut = params === undefined ? 'whole' : 'segments';
  return (
    <div className="form">
      {spec === null ? null : (
        <SourceCard
          spec={spec}
          words={params === undefined ? ['document', 'documents'] : ['segment', 'segments']}
          onReplace={() => replaceFile(path, 'documents')}
        />
      )}
      {problem === undefined || problem.code === 'source-unreadable' ? null : (
        <FieldProblem id="source-problem" problem={problem} />
      )}
      <div className="form-fields">
        <IdField path={path} label="Name of the document" />
      </div>
      <div className="form-part">
        <h3 className="form-title">What a row takes</h3>
        <Choice
          label="What a row takes"
          items={cuts}
          value={cut}
          onChange={(next) => {
            if (next === cut) return;
            if (next === 'whole') edit({ type: 'remove', path: segmentPath });
            else {
              const value = { id: unusedId('segment', taken), segment_length: 512 };
              edit({ type: 'set', path: segmentPath, value });
            }
          }}
        />
        {params === undefined || spec === null ? null : (
          <>
            <div className="form-fields">
              <IdField path={segmentPath} label="Name of the segment" />
              <FormNumber path={[...segmentPath, 'segment_length']} label="Length" unit="tokens" />
              <FormNumber path={[...segmentPath, 'segment_overlap']} label="Overlap" unit="tokens" />
            </div>
            <FormSwitch
              path={[...segmentPath, 'keep_original_text']}
              label="Give rows the whole document too"
            />
            <Segments spec={spec} />
          </>
        )}
      </div>
      <DrawChoice path={path} shots={source?.num_shots} id={source?.id} hasId />
      <UsedBy ids={ids} />
    </div>
  );
}

const shownSegments = 3;
const onlySegments = [segmentColumn];

/** How many segments there are, and the first of them. */
function Segments({ spec }: { spec: SourceSpec }) {
  const state = useSourceState(spec);
  const records = useFirstRecords(spec, onlySegments, shownSegments);
  const told =
    state === undefined || state.state === 'failed'
      ? ''
      : state.state === 'reading'
        ? 'Cutting and counting …'
        : `${formatCount(state.count)} ${state.count === 1 ? 'segment' : 'segments'} in all. The first:`;
  useSpokenChange(told);
  if (state === undefined || state.state === 'failed') return null;
  return (
    <div className="form-part">
      <p className="small t2 num">{told}</p>
      {state.state === 'reading' ? (
        <Skeleton width="100%" height={72} />
      ) : (
        <ol className="segment-samples" aria-label="First segments">
          {records.map((record, at) => (
            <li key={at} className="small" dir="auto">
              {record === undefined || record instanceof BadRecord ? (
                <Skeleton width="100%" height={48} />
              ) : (
                short(cellText(record.get(segmentColumn)))
              )}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** Its beginning and its end: that is where a cut shows. */
function short(text: string): string {
  return text.length > 600 ? `${text.slice(0, 400)} … ${text.slice(-160)}` : text;
}
