import { compileCondition, type Condition } from '@/lib/condition/condition';
import type { TransformedAttribute } from '@/lib/recipe/schema';
import { parseTemplate } from '@/lib/template/parse-template';
import { skippedValue } from '@/lib/template/named-parts';
import { renderTemplate, type Lookup } from '@/lib/template/render-template';
import { references, type Template } from '@/lib/template/template';
import { AppError } from '@/lib/util/app-error';
import { assertNever } from '@/lib/util/assert-never';
import type { Value } from '@/lib/util/value';

/** A transform made ready: nothing is parsed again for a row. */
export type CompiledTransform = {
  /** The transformed attribute's column. */
  id: string;
  /** The names that its templates use, each once. */
  references: readonly string[];
  shape: Shape;
  /** Null: made in each row. */
  when: Condition | null;
};

type Shape =
  | { type: 'STRING'; template: Template }
  | { type: 'LIST'; templates: readonly Template[] }
  | { type: 'DICT'; entries: readonly Entry[] }
  | {
      type: 'CHAT';
      conversationId: string | undefined;
      messages: readonly Message[];
      metadata: readonly (Entry | Constant)[];
    };
type Entry = { key: string; template: Template };
/** A value that is no text: it stands in each row as it is. */
type Constant = { key: string; value: Value };
type Message = { role: string; content: Template };

/**
 * Parses a transform's templates. Throws AppError `bad-template` or `transform-empty` for what a valid
 * recipe doesn't have.
 */
export function compileTransform(attribute: TransformedAttribute): CompiledTransform {
  const shape = shapeOf(attribute);
  const names = templatesOf(shape).flatMap((template) => references(template).map(({ name }) => name));
  return { id: attribute.id, references: [...new Set(names)], shape, when: compileCondition(attribute.when) };
}

function shapeOf({ id, transformation_strategy: strategy }: TransformedAttribute): Shape {
  switch (strategy.type) {
    case 'STRING':
      return { type: 'STRING', template: parsed(given(strategy.string_transform, id, 'string_transform')) };
    case 'LIST':
      return { type: 'LIST', templates: given(strategy.list_transform, id, 'list_transform').map(parsed) };
    case 'DICT':
      return { type: 'DICT', entries: parsedEntries(given(strategy.dict_transform, id, 'dict_transform')) };
    case 'CHAT': {
      const chat = given(strategy.chat_transform, id, 'chat_transform');
      return {
        type: 'CHAT',
        conversationId: chat.conversation_id,
        messages: chat.messages.map(({ role, content }) => ({ role, content: parsed(content) })),
        metadata: Array.from(chat.metadata, ([key, value]) =>
          typeof value === 'string' ? { key, template: parsed(value) } : { key, value },
        ),
      };
    }
    default:
      return assertNever(strategy.type);
  }
}

function given<Payload>(payload: Payload | undefined, id: string, field: string): Payload {
  if (payload === undefined) throw new AppError('transform-empty', `${id}: ${field} is missing`);
  return payload;
}

function parsedEntries(texts: ReadonlyMap<string, string>): Entry[] {
  return Array.from(texts, ([key, text]) => ({ key, template: parsed(text) }));
}

function parsed(text: string): Template {
  const result = parseTemplate(text);
  if (!result.ok) throw new AppError('bad-template', result.problems[0]?.message ?? text, result.problems);
  return result.template;
}

function templatesOf(shape: Shape): Template[] {
  switch (shape.type) {
    case 'STRING':
      return [shape.template];
    case 'LIST':
      return [...shape.templates];
    case 'DICT':
      return shape.entries.map(({ template }) => template);
    case 'CHAT':
      return [
        ...shape.messages.map(({ content }) => content),
        ...shape.metadata.flatMap((entry) => ('template' in entry ? entry.template : [])),
      ];
  }
}

/**
 * The transform's value for one row. `conversationId` is the whole id that a conversation gets when
 * the recipe gives none. Throws TemplateError.
 */
export function applyTransform(
  { shape }: CompiledTransform,
  lookup: Lookup,
  { conversationId }: { conversationId: string },
): Value {
  switch (shape.type) {
    case 'STRING':
      return renderTemplate(shape.template, lookup);
    case 'LIST':
      return shape.templates.map((template) => renderTemplate(template, lookup));
    case 'DICT':
      return rendered(shape.entries, lookup);
    case 'CHAT':
      return new Map<string, Value>([
        [
          'conversation_id',
          shape.conversationId === '' ? conversationId : (shape.conversationId ?? conversationId),
        ],
        [
          'messages',
          shape.messages.flatMap(({ role, content }) => {
            const text = renderTemplate(content, lookup);
            // A turn that was skipped leaves no empty message behind.
            if (text.trim() === '' && usesSkipped(content, lookup)) return [];
            return new Map([
              ['content', text],
              ['role', role],
            ]);
          }),
        ],
        ['metadata', rendered(shape.metadata, lookup)],
      ]);
  }
}

function usesSkipped(template: Template, lookup: Lookup): boolean {
  return references(template).some(({ name }) => lookup(name) === skippedValue);
}

function rendered(entries: readonly (Entry | Constant)[], lookup: Lookup): Value {
  return new Map(
    entries.map((entry) => [
      entry.key,
      'template' in entry ? renderTemplate(entry.template, lookup) : entry.value,
    ]),
  );
}
