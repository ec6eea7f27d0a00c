'use client';

import { ChevronDown, Plus, X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Menu, MenuItem } from '@/components/ui/menu';
import { chatRoles } from '@/lib/recipe/schema';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { SortableItem, SortableList } from '../parts/sortable-list';
import { useFormField, useProblemAt } from '../parts/use-form-field';
import { FormPrompt } from './form-prompt';
import type { PromptContext } from './prompt-scope';
import type { PromptHandle } from './prompt-text';

type Role = (typeof chatRoles)[number];

/** How roles are shown and read aloud. */
const roleNames: Record<Role, string> = {
  system: 'System',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool',
};

/** The messages of a prompt or of a chat, each with its role; they can be put in order. */
export function Messages({
  path,
  roles,
  context,
  placeholders = {},
  children,
}: {
  /** Of the list. */
  path: Path;
  /** The roles as far as they could be read, one for each message. */
  roles: readonly (Role | undefined)[];
  context: PromptContext;
  /** What to write into an empty message of a role. */
  placeholders?: Partial<Record<Role, string>>;
  /** What adds messages. */
  children: ReactNode;
}) {
  const { edit } = useEditorActions();
  const problem = useProblemAt(path);
  return (
    <div className="form-part">
      <SortableList count={roles.length} onMove={(from, to) => edit({ type: 'move', path, from, to })}>
        {roles.map((role, index) => (
          <SortableItem key={index} index={index} label={`message ${index + 1}`}>
            {({ ref, style, isDragging }, grip) => (
              <div ref={ref} style={style} className={classNames('message', isDragging && 'dragging')}>
                <MessageBody
                  path={[...path, index]}
                  role={role}
                  number={index + 1}
                  isOnly={roles.length === 1}
                  context={context}
                  grip={grip}
                  placeholder={role === undefined ? '' : (placeholders[role] ?? '')}
                />
              </div>
            )}
          </SortableItem>
        ))}
      </SortableList>
      {problem === undefined ? null : <FieldProblem id={`${path.join('-')}-problem`} problem={problem} />}
      <div className="row wrap">{children}</div>
    </div>
  );
}

function MessageBody({
  path,
  role,
  number,
  isOnly,
  context,
  grip,
  placeholder,
}: {
  path: Path;
  role: Role | undefined;
  number: number;
  isOnly: boolean;
  context: PromptContext;
  grip: ReactNode;
  placeholder: string;
}) {
  const prompt = useRef<PromptHandle>(null);
  const { edit } = useEditorActions();
  const roleField = useFormField([...path, 'role']);
  const name = role === undefined ? roleField.text || 'No role' : roleNames[role];
  const writesLower = /^[a-z]+$/.test(roleField.text);
  return (
    <>
      <div className="message-head">
        {grip}
        <Menu
          align="start"
          label="Role"
          trigger={
            <Button
              look="ghost"
              size="small"
              className="role"
              aria-label={`Role of message ${number}: ${name}`}
            >
              {name}
              <Icon of={ChevronDown} size="m" />
            </Button>
          }
        >
          {chatRoles.map((each) => (
            <MenuItem
              key={each}
              aside={each === role ? 'now' : undefined}
              onSelect={() => roleField.set(writesLower ? each : each.toUpperCase())}
            >
              {roleNames[each]}
            </MenuItem>
          ))}
        </Menu>
        <span className="right row tight">
          <Button look="ghost" size="small" icon={Plus} onClick={() => prompt.current?.insertValue()}>
            Value
          </Button>
          <IconButton
            icon={X}
            size="small"
            label={`Remove message ${number}`}
            off={isOnly ? 'There has to be one message' : undefined}
            onClick={() => edit({ type: 'remove', path })}
          />
        </span>
      </div>
      {roleField.problem === undefined ? null : (
        <div className="message-foot">
          <FieldProblem id={`${path.join('-')}-role`} problem={roleField.problem} />
        </div>
      )}
      <FormPrompt
        path={[...path, 'content']}
        label={`Message ${number}, ${name}`}
        context={context}
        handle={prompt}
        placeholder={placeholder}
      />
    </>
  );
}

/** The role that a further message most likely has. */
export function nextRole(roles: readonly (Role | undefined)[]): Role {
  return roles.at(-1) === 'user' ? 'assistant' : 'user';
}
