'use client';

import { Plus } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { personasOf, planColumn, speakers, type Speaker } from '@/lib/recipe/conversation/personas';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { FormNumber } from '../parts/form-fields';
import { IdField } from '../parts/id-field';
import { UsedBy } from '../parts/used-by';
import { useProblemAt } from '../parts/use-form-field';
import { FormPrompt } from '../prompt/form-prompt';
import { InsertHint } from '../prompt/insert-hint';
import { usePromptContext, type PromptContext } from '../prompt/prompt-scope';
import type { PromptHandle } from '../prompt/prompt-text';
import { ToolChoice } from './tool-choice';

const speakerWords: Record<Speaker, { title: string; placeholder: string }> = {
  user: { title: 'User', placeholder: 'Who asks, and what do they want?' },
  assistant: { title: 'Assistant', placeholder: 'Who answers, and how?' },
};

/** The form of a conversation: how long it is, who speaks, and what the planner is told. */
export default function ConversationForm({
  path,
  index,
  isNew,
}: {
  path: Path;
  index: number;
  isNew: boolean;
}) {
  const attribute = useEditor((state) => state.read.draft.strategy_params?.multiturn_attributes?.[index]);
  const persona = usePromptContext({ kind: 'conversation', index, hasTurn: true });
  const whole = usePromptContext({ kind: 'conversation', index, hasTurn: false });
  const rolesPath = [...path, 'role_instruction_messages'];
  const problem = useProblemAt(rolesPath);
  const personas = personasOf(attribute?.role_instruction_messages);
  const id = attribute?.id ?? '';
  return (
    <div className="form">
      <div className="form-fields counts">
        <IdField path={path} close autoFocus={isNew} />
        <FormNumber path={[...path, 'min_turns']} label="Fewest turns" close />
        <FormNumber path={[...path, 'max_turns']} label="Most turns" close />
        <FormNumber
          path={['inference_config', 'generation', 'max_new_tokens']}
          label="Longest message, whole recipe"
          unit="tokens"
          close
        />
      </div>
      <div className="form-part">
        <div className="row">
          <h3>Who speaks</h3>
          <InsertHint />
        </div>
        {speakers.map((role) => {
          const key = personas.find((one) => one.role === role)?.key ?? role.toUpperCase();
          const { title, placeholder } = speakerWords[role];
          return (
            <TextCard
              key={role}
              title={title}
              label={`Persona of the ${role}`}
              path={[...rolesPath, key]}
              context={persona}
              placeholder={placeholder}
            />
          );
        })}
        {problem === undefined ? null : <FieldProblem id={`${id}-roles-problem`} problem={problem} />}
      </div>
      <div className="form-part">
        <div className="row">
          <h3>What happens</h3>
        </div>
        <p className="small t2">{fieldHelp([...path, 'conversation_planner'])}</p>
        <TextCard
          title="Planner"
          label="Instructions for the planner"
          path={[...path, 'conversation_planner']}
          context={whole}
          placeholder="How should the conversation go? Left empty, the personas decide."
          optional
        />
      </div>
      <div className="form-part">
        <div className="row">
          <h3>What it begins with</h3>
        </div>
        <p className="small t2">{fieldHelp([...path, 'output_system_prompt'])}</p>
        <TextCard
          title="System message"
          label="System message of the conversation"
          path={[...path, 'output_system_prompt']}
          context={whole}
          placeholder="Left empty, it begins with the user."
          optional
        />
      </div>
      <ToolChoice path={path} attribute={attribute ?? {}} />
      <UsedBy ids={[id, planColumn(id)]} asksAgain />
    </div>
  );
}

function TextCard({
  title,
  label,
  path,
  context,
  placeholder,
  optional = false,
}: {
  title: ReactNode;
  label: string;
  path: Path;
  context: PromptContext;
  placeholder: string;
  optional?: boolean;
}) {
  const prompt = useRef<PromptHandle>(null);
  return (
    <div className="message">
      <div className="message-head">
        <b className="role">{title}</b>
        <span className="right row tight">
          <Button
            look="ghost"
            size="small"
            icon={Plus}
            aria-label={`Insert a value into: ${label}`}
            onClick={() => prompt.current?.insertValue()}
          >
            Value
          </Button>
        </span>
      </div>
      <FormPrompt
        path={path}
        label={label}
        context={context}
        handle={prompt}
        placeholder={placeholder}
        optional={optional}
      />
    </div>
  );
}
