'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { SelectFrame } from '@/components/ui/field';
import type { DraftEnvironment } from '@/lib/recipe/draft';
import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import { environmentTypes } from '@/lib/recipe/environment-schema';
import { changeEnvironmentType, environmentNames, newTool } from '@/lib/recipe/form/tools/new-environment';
import { conversationsWith, takenByTools } from '@/lib/recipe/form/tools/usable-tools';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { FieldFrame, FormSwitch, FormText } from '../parts/form-fields';
import { IdField } from '../parts/id-field';
import { SortableItem, SortableList } from '../parts/sortable-list';
import { UsedByThese } from '../parts/used-by';
import { useFormField, useProblemAt } from '../parts/use-form-field';
import { GroundingFold } from './grounding-fold';
import { ToolCard } from './tool-card';

/** The form of an environment: where answers of its tools come from, and the tools. */
export default function EnvironmentForm({
  path,
  index,
  isNew,
}: {
  path: Path;
  index: number;
  isNew: boolean;
}) {
  const draft = useEditor((state) => state.read.draft);
  const { edit } = useEditorActions();
  const [newest, setNewest] = useState<string | null>(null);
  const environment = draft.environment_config?.environments?.[index] ?? {};
  const id = environment.id ?? '';
  const type = environment.env_type ?? 'deterministic';
  const tools = environment.tools ?? [];
  const taken = takenByTools(draft);
  const addTool = () => {
    const made = newTool(type, taken.tools);
    const table: RecipeEdit[] = Object.entries(made.table ?? {}).map(([tool, entries]) => ({
      type: 'set',
      path: [...path, 'env_kwargs', 'lookup_table', tool],
      value: entries,
    }));
    edit([{ type: 'insert', path: [...path, 'tools'], value: made.tool }, ...table]);
    setNewest(made.id);
  };
  return (
    <div className="form">
      <div className="form-fields">
        <IdField
          path={path}
          autoFocus={isNew}
          troubleOf={(wanted, own) => troubleWithId(wanted, own, taken.environments)}
        />
        <KindField path={path} environment={environment} />
      </div>
      <div className="form-fields">
        <FormText path={[...path, 'name']} label="Name" optional close />
        <FormText path={[...path, 'description']} label="Description" optional close />
      </div>
      <KindFields path={path} environment={environment} />
      <div className="form-part">
        <div className="row">
          <h3>Tools</h3>
        </div>
        {tools.length === 0 ? <p className="t3">No tools yet: the assistant has nothing to call.</p> : null}
        <SortableList
          count={tools.length}
          onMove={(from, to) => edit({ type: 'move', path: [...path, 'tools'], from, to })}
        >
          {tools.map((tool, at) => (
            <SortableItem key={at} index={at} label={`tool ${tool?.id ?? at + 1}`}>
              {({ ref, style, isDragging }, grip) => (
                <div ref={ref} style={style} className={classNames('tool-place', isDragging && 'dragging')}>
                  {tools.length > 1 ? grip : null}
                  <ToolCard
                    environmentPath={path}
                    environment={environment}
                    index={at}
                    tool={tool ?? {}}
                    isOpen={tools.length === 1 || tool?.id === newest}
                  />
                </div>
              )}
            </SortableItem>
          ))}
        </SortableList>
        <div className="row">
          <Button size="small" icon={Plus} onClick={addTool}>
            Tool
          </Button>
        </div>
      </div>
      {type === 'deterministic' ? <GroundingFold path={path} environment={environment} /> : null}
      <UsedByThese uses={conversationsWith(draft, id)} asksAgain />
    </div>
  );
}

function KindField({ path, environment }: { path: Path; environment: DraftEnvironment }) {
  const field = useFormField([...path, 'env_type']);
  const { edit } = useEditorActions();
  const written = environmentTypes.find((type) => type === environment.env_type);
  return (
    <FieldFrame field={field} label="Answers come from">
      {(described) => (
        <SelectFrame isBad={field.problem?.severity === 'error'}>
          <select
            {...described}
            value={written ?? ''}
            onChange={({ target: { value } }) => {
              const type = environmentTypes.find((one) => one === value);
              if (type !== undefined) edit(changeEnvironmentType(path, environment, type));
            }}
          >
            {written === undefined ? <option value="">{field.text || 'Choose…'}</option> : null}
            {environmentTypes.map((type) => (
              <option key={type} value={type}>
                {environmentNames[type]}
              </option>
            ))}
          </select>
        </SelectFrame>
      )}
    </FieldFrame>
  );
}

/** What a kind of environment needs beside its tools. */
function KindFields({ path, environment }: { path: Path; environment: DraftEnvironment }) {
  const kwargs = [...path, 'env_kwargs'];
  const problem = useProblemAt(kwargs);
  const told = problem === undefined ? null : <FieldProblem id="kwargs-problem" problem={problem} />;
  switch (environment.env_type) {
    case undefined:
    case 'deterministic':
      return told;
    case 'synthetic':
      return (
        <>
          <FormText path={[...kwargs, 'tool_persona']} label="Who the model is as the tools" lines />
          <FormSwitch path={[...kwargs, 'cache_by_input']} label="Ask once for the same arguments" />
          <FormSwitch path={[...kwargs, 'use_guided_decoding']} label="Hold answers to their shape" />
          <StateNote path={[...kwargs, 'state_params']} />
          {told}
        </>
      );
    case 'database': {
      const isFile = environment.env_kwargs?.db_path !== undefined;
      return (
        <>
          {isFile ? (
            <FormText path={[...kwargs, 'db_path']} label="File of SQLite" mono optional />
          ) : (
            <>
              <FormText path={[...kwargs, 'schema_sql']} label="Tables" mono lines />
              <FormText
                path={[...kwargs, 'seed_sql']}
                label="Rows that they begin with"
                mono
                lines
                optional
              />
            </>
          )}
          {told}
        </>
      );
    }
  }
}

/** A state comes with recipes of other tools and can't be kept here; what is wrong with it is said where it stands. */
function StateNote({ path }: { path: Path }) {
  const problem = useProblemAt(path, { below: true });
  return problem === undefined ? null : <FieldProblem id="state-problem" problem={problem} />;
}

function troubleWithId(wanted: string, own: string, others: ReadonlySet<string>): string | undefined {
  if (wanted === own) return undefined;
  if (wanted === '') return 'An id is needed: conversations name the environment by it';
  return others.has(wanted) ? `${wanted} is taken by another environment` : undefined;
}
