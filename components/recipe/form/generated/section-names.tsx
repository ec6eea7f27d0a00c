'use client';

import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { unusedId } from '@/lib/recipe/form/unused-id';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { NameInput } from '../parts/name-input';
import { SortableItem, SortableList } from '../parts/sortable-list';
import { useProblemAt } from '../parts/use-form-field';

/** The keys of an answer in sections, in the order in which they are asked for; a new name is followed by all uses. */
export function SectionNames({ path, names }: { path: Path; names: readonly string[] }) {
  const { edit } = useEditorActions();
  const problem = useProblemAt(path, { below: true });
  const id = useId();
  const taken = new Set(names);
  return (
    <div className="form-part" role="group" aria-labelledby={id}>
      <span className="label" id={id}>
        Sections
      </span>
      <SortableList count={names.length} onMove={(from, to) => edit({ type: 'move', path, from, to })}>
        {names.map((name, index) => (
          <SortableItem key={index} index={index} label={`section ${index + 1}`}>
            {({ ref, style, isDragging }, grip) => (
              <div ref={ref} style={style} className={classNames('section-row', isDragging && 'dragging')}>
                {grip}
                <div className="grow">
                  <NameInput
                    aria-label={`Section ${index + 1}`}
                    name={name}
                    troubleOf={(wanted) => troubleWith(wanted, name, taken)}
                    onRename={(to) => edit({ type: 'rename-part', path, from: name, to })}
                  />
                </div>
                <IconButton
                  icon={X}
                  size="small"
                  label={`Remove section ${name}`}
                  off={names.length === 1 ? 'There has to be one section' : undefined}
                  onClick={() => edit({ type: 'remove', path: [...path, index] })}
                />
              </div>
            )}
          </SortableItem>
        ))}
      </SortableList>
      {problem === undefined ? null : <FieldProblem id={`${id}-problem`} problem={problem} />}
      <div className="row">
        <Button
          size="small"
          icon={Plus}
          onClick={() => edit({ type: 'insert', path, value: unusedId('Section', taken) })}
        >
          Section
        </Button>
      </div>
    </div>
  );
}

function troubleWith(wanted: string, own: string, taken: ReadonlySet<string>): string | undefined {
  if (wanted === own) return undefined;
  if (wanted === '') return 'A name is needed';
  const wrong = /[.[\]{}!:]/.exec(wanted)?.[0];
  if (wrong !== undefined)
    return `A section’s name can’t hold “${wrong}”: placeholders couldn’t name its column`;
  const isTaken = [...taken].some((name) => name !== own && name.toLowerCase() === wanted.toLowerCase());
  return isTaken ? `${wanted} is taken` : undefined;
}
