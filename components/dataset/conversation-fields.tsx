'use client';

import { SelectField, TextField } from '@/components/ui/field';
import type { BundleQuery } from '@/lib/api/dataset-wire';

/** Which conversations a file holds, and what stands at their head. */
export type ConversationChoice = {
  /** Empty: the one column that holds any; `ofTwo`: made of two columns. */
  readonly column: string;
  readonly user: string;
  readonly assistant: string;
  /** Empty for none. */
  readonly input: string;
  readonly system: string;
  readonly label: 'id' | 'name';
};

/** Stands for no column: names are never empty and hold no line break. */
const ofTwo = '\n';

/** The one column that holds conversations, as it is. */
export const anyConversation: ConversationChoice = {
  column: '',
  user: '',
  assistant: '',
  input: '',
  system: '',
  label: 'id',
};

/** What a file is asked for; null while the two columns aren't chosen yet. */
export function conversationQuery(
  choice: ConversationChoice,
): Pick<BundleQuery, 'columns' | 'user' | 'assistant' | 'input' | 'system' | 'label'> | null {
  const { column, user, assistant, input, system, label } = choice;
  const isPair = column === ofTwo;
  if (isPair && (user === '' || assistant === '')) return null;
  return {
    ...(isPair ? { user, assistant } : column === '' ? {} : { columns: column }),
    ...(isPair && input !== '' && { input }),
    ...(system === '' ? {} : { system }),
    ...(isPair && label === 'name' ? { label } : {}),
  };
}

/** Chooses the column of conversations, or the two of which they are made, and their system text. */
export function ConversationFields({
  columns,
  choice,
  onChange,
}: {
  columns: readonly string[];
  choice: ConversationChoice;
  onChange: (choice: ConversationChoice) => void;
}) {
  const set = (changes: Partial<ConversationChoice>) => onChange({ ...choice, ...changes });
  const options = columns.map((name) => <option key={name}>{name}</option>);
  return (
    <>
      <SelectField label="Conversation" value={choice.column} onChange={(column) => set({ column })}>
        <option value="">the column that holds conversations</option>
        {options}
        <option value={ofTwo}>made of two columns…</option>
      </SelectField>
      {choice.column === ofTwo ? (
        <div className="field-row">
          <SelectField label="The user says" value={choice.user} onChange={(user) => set({ user })}>
            <option value="">choose a column</option>
            {options}
          </SelectField>
          <SelectField
            label="The assistant says"
            value={choice.assistant}
            onChange={(assistant) => set({ assistant })}
          >
            <option value="">choose a column</option>
            {options}
          </SelectField>
          <SelectField label="About" value={choice.input} onChange={(input) => set({ input })}>
            <option value="">nothing else</option>
            {options}
          </SelectField>
          <SelectField
            label="Sampled values"
            value={choice.label}
            onChange={(value) => set({ label: value === 'name' ? 'name' : 'id' })}
          >
            <option value="id">by id</option>
            <option value="name">by name</option>
          </SelectField>
        </div>
      ) : null}
      <TextField
        label="System text"
        hint="Empty keeps the conversation’s own, if it has one"
        value={choice.system}
        dir="auto"
        onChange={(event) => set({ system: event.target.value })}
      />
    </>
  );
}
