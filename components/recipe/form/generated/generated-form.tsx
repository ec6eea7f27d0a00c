'use client';

import { Plus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { fieldDefault } from '@/lib/recipe/form/field-help';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { FormNumber, FormText } from '../parts/form-fields';
import { IdField } from '../parts/id-field';
import { UsedBy } from '../parts/used-by';
import { Messages, nextRole } from '../prompt/messages';
import { InsertHint } from '../prompt/insert-hint';
import { usePromptContext } from '../prompt/prompt-scope';
import { AnswerFold } from './answer-fold';
import { ModelOfAttribute, OwnInference } from './own-model';
import { PostprocessingFold } from './postprocessing-fold';
import { PromptTokens } from './prompt-tokens';
import { RulesFold } from './rules-fold';

/** The form of an attribute that a model writes. */
export default function GeneratedForm({ path, index, isNew }: { path: Path; index: number; isNew: boolean }) {
  const attribute = useEditor((state) => state.read.draft.strategy_params?.generated_attributes?.[index]);
  const context = usePromptContext({ kind: 'generated', index });
  const { edit } = useEditorActions();
  const longest = useEditor(
    (state) => state.read.draft.inference_config?.generation?.max_new_tokens ?? usualLongest,
  );
  const id = attribute?.id ?? '';
  const messagesPath = [...path, 'instruction_messages'];
  const roles = (attribute?.instruction_messages ?? []).map((message) => message?.role);
  const insert = (role: string, at?: number) =>
    ({
      type: 'insert',
      path: messagesPath,
      value: { role: role.toUpperCase(), content: '' },
      ...(at === undefined ? {} : { index: at }),
    }) as const;
  // Examples stand before the message that asks.
  const lastUser = roles.findLastIndex((role) => role === 'user');
  const pairAt = lastUser < 0 ? roles.length : lastUser;
  const processed = attribute?.postprocessing_params?.id;
  return (
    <div className="form">
      <div className="form-fields top">
        <IdField path={path} close autoFocus={isNew} />
        <ModelOfAttribute path={path} attribute={attribute} />
        <FormNumber
          path={[...path, 'inference_config', 'generation', 'max_new_tokens']}
          label="Longest answer"
          unit="tokens"
          placeholder={longest.toLocaleString('en')}
          close
        />
      </div>
      <div className="form-part">
        <div className="row">
          <h3>Prompt</h3>
          <PromptTokens attributeId={id} />
          <InsertHint />
        </div>
        <Messages path={messagesPath} roles={roles} context={context} placeholders={placeholders}>
          <Button size="small" icon={Plus} onClick={() => edit(insert(nextRole(roles)))}>
            Message
          </Button>
          <Button
            size="small"
            look="ghost"
            icon={Plus}
            hint="A question and the answer it should get, as an example before the one that asks"
            onClick={() => edit([insert('user', pairAt), insert('assistant', pairAt + 1)])}
          >
            Few-shot pair
          </Button>
        </Messages>
      </div>
      <FormText
        path={[...path, 'when']}
        label="Only when"
        mono
        optional
        close
        placeholder={'size(question) > 20'}
      />
      <AnswerFold path={path} index={index} attribute={attribute} />
      <RulesFold attribute={attribute} />
      <OwnInference path={path} attribute={attribute} />
      <PostprocessingFold path={[...path, 'postprocessing_params']} index={index} />
      <UsedBy ids={processed === undefined ? [id] : [id, processed]} asksAgain />
    </div>
  );
}

const usualLongest = Number(fieldDefault(['inference_config', 'generation', 'max_new_tokens']));

const placeholders = {
  system: 'How should the model behave?',
  user: 'What should the model write?',
  assistant: 'The answer that should come, as an example',
} as const;
