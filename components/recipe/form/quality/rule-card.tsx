'use client';

import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import type { DraftRule } from '@/lib/recipe/draft';
import { asksOf, asksToAdd, type RuleAsk } from '@/lib/recipe/form/rule-asks';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { FormText } from '../parts/form-fields';
import { useProblemAt } from '../parts/use-form-field';
import { AskFields } from './ask-fields';
import { ColumnChoice } from './column-choice';

/** One rule: the column that it looks at, and all it asks of it. */
export function RuleCard({
  path,
  number,
  rule,
  columns,
  grip,
}: {
  path: Path;
  number: number;
  rule: DraftRule;
  columns: readonly string[];
  grip: ReactNode;
}) {
  const { edit } = useEditorActions();
  const problem = useProblemAt(path);
  const asks = asksOf(rule);
  const others = asksToAdd(rule);
  const remove = () => edit({ type: 'remove', path });
  const removeAsk = ({ keys }: RuleAsk) => {
    if (asks.length === 1) return remove();
    edit(
      keys.filter((key) => rule[key] !== undefined).map((key) => ({ type: 'remove', path: [...path, key] })),
    );
  };
  return (
    <div className="rule-card" role="group" aria-label={`Rule ${number}`}>
      <div className="row">
        {grip}
        <b className="strong">Rule {number}</b>
        <span className="right">
          <IconButton icon={X} size="small" label={`Remove rule ${number}`} onClick={remove} />
        </span>
      </div>
      <div className="form-fields">
        <ColumnChoice path={path} rule={rule} columns={columns} />
        <FormText path={[...path, 'id']} label="Name" close optional mono />
      </div>
      {problem === undefined ? null : <FieldProblem id={`rule-${number}-problem`} problem={problem} />}
      {asks.map((ask) => (
        <div key={ask.id} className="rule-ask" role="group" aria-label={ask.title}>
          <div className="row">
            <span className="label">{ask.title}</span>
            <span className="right">
              <IconButton
                icon={X}
                size="small"
                label={`Don’t ask: ${ask.title.toLowerCase()}`}
                onClick={() => removeAsk(ask)}
              />
            </span>
          </div>
          <AskFields ask={ask} path={path} rule={rule} />
        </div>
      ))}
      {others.length === 0 ? null : (
        <div className="row">
          <Menu
            align="start"
            label="More to ask for"
            trigger={
              <Button size="small" look="ghost" icon={Plus}>
                Also ask for
              </Button>
            }
          >
            {others.map((ask) => (
              <MenuItem
                key={ask.id}
                onSelect={() =>
                  edit(
                    Object.entries(ask.start).map(([key, value]) => ({
                      type: 'set',
                      path: [...path, key],
                      value,
                    })),
                  )
                }
              >
                {ask.title}
              </MenuItem>
            ))}
          </Menu>
        </div>
      )}
    </div>
  );
}
