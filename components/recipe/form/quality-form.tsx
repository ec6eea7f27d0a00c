'use client';

import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Menu, MenuItem } from '@/components/ui/menu';
import { namesOf } from '@/lib/recipe/checks/names';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { newRule, ruleAsks } from '@/lib/recipe/form/rule-asks';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { FieldProblem } from './parts/field-problem';
import { SortableItem, SortableList } from './parts/sortable-list';
import { useProblemAt } from './parts/use-form-field';
import { RuleCard } from './quality/rule-card';

const path = ['quality', 'rules'];

/** The rules for accepting rows. */
export default function QualityForm() {
  const draft = useEditor((state) => state.read.draft);
  const sources = useEditor((state) => state.read.sources);
  const problem = useProblemAt(path);
  const { edit } = useEditorActions();
  const columns = useMemo(
    () => [...namesOf(draft, sources).keys()].filter((name) => name !== ''),
    [draft, sources],
  );
  const rules = draft.quality?.rules ?? [];
  // A rule is mostly about what a model wrote last.
  const usual = draft.strategy_params?.generated_attributes?.at(-1)?.id ?? columns.at(-1) ?? '';
  return (
    <div className="form">
      <p className="t2">{fieldHelp(path)}</p>
      {problem === undefined ? null : <FieldProblem id="quality-problem" problem={problem} />}
      {rules.length === 0 ? (
        <p className="t3">No rules yet: every row that is finished is accepted.</p>
      ) : (
        <SortableList count={rules.length} onMove={(from, to) => edit({ type: 'move', path, from, to })}>
          {rules.map((rule, index) => (
            <SortableItem key={index} index={index} label={`rule ${index + 1}`}>
              {({ ref, style, isDragging }, grip) => (
                <div ref={ref} style={style} className={classNames(isDragging && 'dragging')}>
                  <RuleCard
                    path={[...path, index]}
                    number={index + 1}
                    rule={rule ?? {}}
                    columns={columns}
                    grip={grip}
                  />
                </div>
              )}
            </SortableItem>
          ))}
        </SortableList>
      )}
      <div className="row">
        <Menu
          align="start"
          label="Kinds of rules"
          trigger={
            <Button
              size="small"
              icon={Plus}
              off={columns.length === 0 ? 'The recipe has no column yet' : undefined}
            >
              Rule
            </Button>
          }
        >
          {ruleAsks.map((ask) => (
            <MenuItem
              key={ask.id}
              onSelect={() => edit({ type: 'insert', path, value: newRule(ask, usual) })}
            >
              {ask.title}
            </MenuItem>
          ))}
        </Menu>
      </div>
    </div>
  );
}
