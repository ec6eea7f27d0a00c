'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/ui/button';
import type { DraftEnvironment, DraftTool } from '@/lib/recipe/draft';
import { removeTool } from '@/lib/recipe/form/tools/new-environment';
import { takenByTools } from '@/lib/recipe/form/tools/usable-tools';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { Fold } from '../parts/fold';
import { FormSwitch, FormText } from '../parts/form-fields';
import { IdField } from '../parts/id-field';
import { SchemaTable } from '../parts/schema-table';
import { useProblemAt } from '../parts/use-form-field';
import { LookupTable } from './lookup-table';

/** One tool of an environment: what the model is told of it, its parameters, and where its answer comes from. */
export function ToolCard({
  environmentPath,
  environment,
  index,
  tool,
  isOpen,
}: {
  environmentPath: Path;
  environment: DraftEnvironment;
  index: number;
  tool: DraftTool;
  isOpen: boolean;
}) {
  const { edit } = useEditorActions();
  const draft = useEditor((state) => state.read.draft);
  const path = [...environmentPath, 'tools', index];
  const problem = useProblemAt(path, { below: true });
  // What is wrong must not hide; what was mended must not close.
  const [isOpenAtFirst] = useState(isOpen || problem?.severity === 'error');
  const taken = takenByTools(draft).tools;
  const id = tool.id ?? '';
  const type = environment.env_type;
  return (
    <div role="group" aria-label={`Tool ${id}`} className="tool-card">
      <Fold title={id || `Tool ${index + 1}`} summary={tool.description ?? ''} open={isOpenAtFirst}>
        <div className="form-fields">
          <IdField path={path} close troubleOf={(wanted, own) => troubleWithTool(wanted, own, taken)} />
          <FormText path={[...path, 'name']} label="Name" close />
        </div>
        <FormText path={[...path, 'description']} label="What the model is told it does" lines close />
        <SchemaTable
          path={[...path, 'parameters']}
          schema={tool.parameters}
          title="Parameters"
          word="parameter"
          none="No parameters: it is called without arguments."
        />
        {type === 'database' ? (
          <>
            <FormText path={[...path, 'sql']} label="SQL" mono lines />
            <FormSwitch path={[...path, 'read_only']} label="Only looks" />
          </>
        ) : null}
        {type === 'synthetic' ? (
          <SchemaTable
            path={[...path, 'output_schema']}
            schema={tool.output_schema}
            title="What it gives"
            word="field"
            none="Left open: the model makes up what fits."
          />
        ) : null}
        {type === 'deterministic' ? (
          <LookupTable
            path={[...environmentPath, 'env_kwargs', 'lookup_table', id]}
            tool={tool}
            entries={environment.env_kwargs?.lookup_table?.get(id) ?? []}
          />
        ) : null}
        <ExecutorNote path={[...path, 'executor']} />
        <div className="row">
          <span className="grow" />
          <IconButton
            icon={Trash2}
            size="small"
            label={`Remove the tool ${id}`}
            onClick={() => edit(removeTool(environmentPath, environment, index))}
          />
        </div>
      </Fold>
    </div>
  );
}

/** Functions of Python come with recipes of other tools and aren't run here. */
function ExecutorNote({ path }: { path: Path }) {
  const problem = useProblemAt(path);
  return problem === undefined ? null : <FieldProblem id={`${path.join('-')}-problem`} problem={problem} />;
}

function troubleWithTool(wanted: string, own: string, taken: ReadonlySet<string>): string | undefined {
  if (wanted === own) return undefined;
  if (wanted === '') return 'An id is needed: the model calls the tool by it';
  if (taken.has(wanted))
    return `${wanted} is taken. Each tool needs an id of its own, also over other environments`;
  return /^[A-Za-z0-9_-]{1,64}$/.test(wanted)
    ? undefined
    : 'Providers take letters, digits, _ and - in names of tools, 64 at most';
}
