'use client';

import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import { Choice } from '@/components/ui/tabs';
import type { DraftTransformed } from '@/lib/recipe/draft';
import { changeTransformType, type TransformType } from '@/lib/recipe/form/change-transform-type';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { transformTypes } from '@/lib/recipe/schema';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { FormText } from '../parts/form-fields';
import { IdField } from '../parts/id-field';
import { UsedBy } from '../parts/used-by';
import { useProblemAt } from '../parts/use-form-field';
import { FormPrompt } from '../prompt/form-prompt';
import { Messages, nextRole } from '../prompt/messages';
import { usePromptContext, type PromptContext } from '../prompt/prompt-scope';
import { KeyedTexts, ListedTexts } from './texts';
import { TransformResult } from './transform-result';

type Strategy = NonNullable<DraftTransformed['transformation_strategy']>;

const typeNames: Record<TransformType, string> = {
  STRING: 'Text',
  LIST: 'List',
  DICT: 'Dictionary',
  CHAT: 'Chat',
};

/** The form of a value that is put together from others. */
export default function TransformedForm({
  path,
  index,
  isNew,
}: {
  path: Path;
  index: number;
  isNew: boolean;
}) {
  const attribute = useEditor((state) => state.read.draft.strategy_params?.transformed_attributes?.[index]);
  const strategyPath = [...path, 'transformation_strategy'];
  const typeProblem = useProblemAt([...strategyPath, 'type']);
  const problem = useProblemAt(strategyPath);
  const { edit } = useEditorActions();
  const strategy: Strategy = attribute?.transformation_strategy ?? {};
  const setType = (type: TransformType) => {
    if (type === strategy.type) return;
    edit({ type: 'set', path: strategyPath, value: changeTransformType(strategy, type) });
  };
  return (
    <div className="form">
      <div className="form-fields top">
        <IdField path={path} close autoFocus={isNew} />
        <div className="form-field">
          <span className="label">Shape</span>
          <Choice
            label="Shape"
            items={transformTypes.map((value) => ({ value, label: typeNames[value] }))}
            value={strategy.type ?? 'STRING'}
            onChange={setType}
          />
          {typeProblem === undefined ? null : (
            <FieldProblem id="transform-type-problem" problem={typeProblem} />
          )}
        </div>
      </div>
      {problem === undefined ? null : <FieldProblem id="transform-problem" problem={problem} />}
      <Payload path={strategyPath} strategy={strategy} index={index} />
      <FormText path={[...path, 'when']} label="Only when" mono optional close />
      <TransformResult id={attribute?.id ?? ''} />
      <UsedBy ids={[attribute?.id ?? '']} />
    </div>
  );
}

function Payload({ path, strategy, index }: { path: Path; strategy: Strategy; index: number }) {
  const context = usePromptContext({ kind: 'transformed', index });
  switch (strategy.type) {
    case undefined:
      return null;
    case 'STRING':
      return (
        <div className="form-part">
          <PartHead title="Text" path={[...path, 'string_transform']} />
          <div className="message">
            <FormPrompt path={[...path, 'string_transform']} label="Text" context={context} />
          </div>
        </div>
      );
    case 'LIST':
      return (
        <div className="form-part">
          <PartHead title="Items" path={[...path, 'list_transform']} />
          <ListedTexts
            path={[...path, 'list_transform']}
            count={strategy.list_transform?.length ?? 0}
            context={context}
          />
        </div>
      );
    case 'DICT':
      return (
        <div className="form-part">
          <PartHead title="Entries" path={[...path, 'dict_transform']} />
          <KeyedTexts
            path={[...path, 'dict_transform']}
            texts={strategy.dict_transform ?? new Map()}
            context={context}
            word="entry"
          />
        </div>
      );
    case 'CHAT':
      return (
        <Chat path={[...path, 'chat_transform']} chat={strategy.chat_transform ?? {}} context={context} />
      );
  }
}

function Chat({
  path,
  chat,
  context,
}: {
  path: Path;
  chat: NonNullable<Strategy['chat_transform']>;
  context: PromptContext;
}) {
  const { edit } = useEditorActions();
  const roles = useMemo(() => (chat.messages ?? []).map((message) => message?.role), [chat]);
  const metadata = [...path, 'metadata'];
  const last = context.values.findLast(({ kind }) => kind === 'generated');
  return (
    <>
      <div className="form-part">
        <PartHead title="Messages" path={[...path, 'messages']} />
        <Messages path={[...path, 'messages']} roles={roles} context={context}>
          <Button
            size="small"
            icon={Plus}
            onClick={() =>
              edit({
                type: 'insert',
                path: [...path, 'messages'],
                value: {
                  role: nextRole(roles).toUpperCase(),
                  content: last === undefined ? 'Text' : `{${last.text}}`,
                },
              })
            }
          >
            Message
          </Button>
        </Messages>
      </div>
      <div className="form-part">
        <PartHead title="Metadata" path={metadata} />
        <KeyedTexts path={metadata} texts={chat.metadata ?? new Map()} context={context} word="entry" />
      </div>
      <div className="form-fields">
        <FormText path={[...path, 'conversation_id']} label="Conversation id" mono optional />
      </div>
    </>
  );
}

function PartHead({ title, path }: { title: string; path: Path }) {
  return (
    <div className="row">
      <h3>{title}</h3>
      <span className="small t3 cut">{fieldHelp(path)}</span>
    </div>
  );
}
