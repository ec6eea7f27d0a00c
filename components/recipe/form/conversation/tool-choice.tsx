'use client';

import { Wrench } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { SelectFrame } from '@/components/ui/field';
import type { DraftConversation } from '@/lib/recipe/draft';
import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { newEnvironment } from '@/lib/recipe/form/tools/new-environment';
import {
  environmentsOf,
  environmentsPath,
  listedTools,
  takenByTools,
  usableTools,
  type ListedTool,
} from '@/lib/recipe/form/tools/usable-tools';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { FormNumber } from '../parts/form-fields';
import { useProblemAt } from '../parts/use-form-field';

/** Which tools the assistant of a conversation may use, and how often before it has to answer. */
export function ToolChoice({ path, attribute }: { path: Path; attribute: DraftConversation }) {
  const draft = useEditor((state) => state.read.draft);
  const { edit, openNode } = useEditorActions();
  const ofEnvironments = useProblemAt([...path, 'available_environments'], { below: true });
  const ofTools = useProblemAt([...path, 'available_tools'], { below: true });
  const id = useId();
  const all = listedTools(draft);
  const usable = new Set(usableTools(draft, attribute).map((tool) => tool.id));
  const named = (attribute.available_tools ?? []).filter((one) => one !== undefined);
  const gone = named.filter((one) => !all.some((tool) => tool.id === one));
  const isLimited =
    named.length > 0 || (attribute.available_environments ?? []).some((one) => one !== undefined);
  const problem = ofTools ?? ofEnvironments;

  const add = () => {
    const { id: made, value } = newEnvironment('deterministic', takenByTools(draft));
    edit({ type: 'insert', path: environmentsPath, value });
    openNode({ kind: 'attribute', path: [...environmentsPath, environmentsOf(draft).length], id: made });
  };
  // What names environments is said by their tools from here on: the two together are hard to read.
  const choose = (ids: readonly string[]) => {
    const environments: RecipeEdit[] =
      attribute.available_environments === undefined
        ? []
        : [{ type: 'remove', path: [...path, 'available_environments'] }];
    edit([...environments, { type: 'set', path: [...path, 'available_tools'], value: [...ids] }]);
  };
  const takeAll = () =>
    edit(
      (['available_environments', 'available_tools'] as const)
        .filter((key) => attribute[key] !== undefined)
        .map((key) => ({ type: 'remove', path: [...path, key] })),
    );
  const toggle = ({ id: tool }: ListedTool, isOn: boolean) =>
    choose([...all.map((one) => one.id).filter((one) => (one === tool ? isOn : usable.has(one))), ...gone]);
  const shownId = `${id}-tools`;
  return (
    <div className="form-part">
      <div className="row">
        <h3>Tools</h3>
      </div>
      {all.length === 0 && gone.length === 0 ? (
        <div className="row wrap">
          <p className="small t3 grow">No tools: the assistant answers by itself.</p>
          <Button size="small" icon={Wrench} onClick={add}>
            Add tools
          </Button>
        </div>
      ) : (
        <>
          <SelectFrame>
            <select
              aria-label="The assistant may use"
              value={isLimited ? 'some' : 'all'}
              onChange={({ target: { value } }) => (value === 'all' ? takeAll() : choose([...usable]))}
            >
              <option value="all">All tools of the recipe</option>
              <option value="some">Only these tools</option>
            </select>
          </SelectFrame>
          <p className="hint">{fieldHelp([...path, 'available_tools'])}</p>
          {isLimited ? (
            <fieldset className="tool-fields in-lines" id={shownId}>
              <legend className="hidden-text">Tools that the assistant may use</legend>
              {all.map((tool) => {
                const isOn = usable.has(tool.id);
                const isLast = isOn && usable.size === 1 && gone.length === 0;
                return (
                  <label key={tool.id} className="row tight">
                    <input
                      type="checkbox"
                      checked={isOn}
                      aria-disabled={isLast || undefined}
                      onChange={(event) => {
                        if (!isLast) toggle(tool, event.target.checked);
                      }}
                    />
                    <span className="mono">{tool.id}</span>
                    <span className="small t3">
                      {tool.name}
                      {isLast ? ' · where none is named, all are' : ''}
                    </span>
                  </label>
                );
              })}
              {gone.map((tool) => (
                <label key={tool} className="row tight">
                  <input
                    type="checkbox"
                    checked
                    onChange={() => choose(named.filter((one) => one !== tool))}
                  />
                  <span className="mono bad">{tool}</span>
                  <span className="small t3">isn’t in the recipe</span>
                </label>
              ))}
            </fieldset>
          ) : null}
          {problem === undefined ? null : <FieldProblem id={`${id}-problem`} problem={problem} />}
          <div className="form-fields">
            <FormNumber
              path={[...path, 'max_consecutive_tool_turns']}
              label="Most rounds of calls before it answers"
            />
          </div>
        </>
      )}
    </div>
  );
}
