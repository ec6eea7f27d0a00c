'use client';

import { FileUp } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import type { DraftSampled } from '@/lib/recipe/draft';
import { placeOfSource, samplerSpec } from '@/lib/recipe/sources/source-spec';
import type { Path } from '@/lib/recipe/yaml/document';
import { useSourceRequest } from '../../sources/source-request';
import '../../sources/sources.css';
import { FieldProblem } from '../parts/field-problem';
import { FormText } from '../parts/form-fields';
import { FormSelect } from '../parts/form-select';
import { useProblemAt } from '../parts/use-form-field';
import { HubFields } from '../sources/hub-fields';
import { SourceCard } from '../sources/source-card';
import { useSourceState } from '../sources/use-source';

/** Which file values are drawn from, by which column, and how often each. */
export function FileSamplerFields({
  path,
  sampler,
}: {
  path: Path;
  sampler: NonNullable<DraftSampled['sampler']>;
}) {
  const { replaceFile } = useSourceRequest();
  const problem = useProblemAt([...path, 'path']);
  const spec = useMemo(
    // A new sampler names no file yet.
    () => (sampler.path === undefined || sampler.path === 'upload:' ? null : samplerSpec(sampler)),
    [sampler],
  );
  const state = useSourceState(spec);
  const columns = state?.state === 'read' ? state.columns : null;
  const isHub = sampler.path !== undefined && placeOfSource(sampler.path).type === 'hub';
  const choose = () => replaceFile(path, 'data');
  return (
    <>
      {spec === null ? (
        <div className="row wrap">
          <Button icon={FileUp} onClick={choose}>
            Choose a file
          </Button>
          <span className="small t3">One that was uploaded, a new one, or a dataset of the hub.</span>
        </div>
      ) : (
        <>
          <SourceCard spec={spec} words={['record', 'records']} onReplace={choose} />
          {problem === undefined || problem.code === 'source-unreadable' ? null : (
            <FieldProblem id="sampler-file-problem" problem={problem} />
          )}
        </>
      )}
      {isHub ? <HubFields path={path} /> : null}
      <div className="form-fields">
        {columns === null ? (
          <>
            <FormText path={[...path, 'column']} label="Column" />
            <FormText path={[...path, 'weight_column']} label="Column of weights" optional />
          </>
        ) : (
          <>
            <FormSelect
              path={[...path, 'column']}
              label="Column"
              options={columns}
              empty="Choose a column"
              exact
            />
            <FormSelect
              path={[...path, 'weight_column']}
              label="Column of weights"
              options={columns}
              empty="Each value as often"
              exact
            />
          </>
        )}
      </div>
    </>
  );
}
