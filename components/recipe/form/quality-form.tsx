'use client';

import { classNames } from '@/components/ui/class-names';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { FieldProblem } from './parts/field-problem';
import { SortableItem, SortableList } from './parts/sortable-list';
import { useProblemAt } from './parts/use-form-field';
import { AddRule } from './quality/add-rule';
import { RuleCard } from './quality/rule-card';
import { rulesPath, useRules } from './quality/use-rules';

/** The rules for accepting rows. */
export default function QualityForm() {
  const { rules, columns } = useRules();
  const written = useEditor((state) => state.read.draft.strategy_params?.generated_attributes);
  const problem = useProblemAt(rulesPath);
  const { edit } = useEditorActions();
  // A rule is mostly about what a model wrote last.
  const usual = written?.at(-1)?.id ?? columns.at(-1);
  return (
    <div className="form">
      <p className="t2">{fieldHelp(rulesPath)}</p>
      {problem === undefined ? null : <FieldProblem id="quality-problem" problem={problem} />}
      {rules.length === 0 ? (
        <p className="t3">No rules yet: every row that is finished is accepted.</p>
      ) : (
        <SortableList
          count={rules.length}
          onMove={(from, to) => edit({ type: 'move', path: rulesPath, from, to })}
        >
          {rules.map((rule, index) => (
            <SortableItem key={index} index={index} label={`rule ${index + 1}`}>
              {({ ref, style, isDragging }, grip) => (
                <div ref={ref} style={style} className={classNames(isDragging && 'dragging')}>
                  <RuleCard
                    path={[...rulesPath, index]}
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
      <AddRule column={usual} label="Rule" />
    </div>
  );
}
