import { partsOfType } from '../samplers/sampler-keys';
import { partColumn } from '../answer-parts';
import { placeholderNames, type Name } from '../checks/names';
import type { OwnName } from '../conversation/personas';
import type { DraftRecipe } from '../draft';
import type { SourceFacts } from '../sources/source-facts';
import type { NamingPlace, TemplateOwner } from '../template-places';

export type UsableKind = 'source' | 'sampled' | 'generated' | 'transformed';

/** A placeholder that can be written at a place, without its braces. */
export type UsableValue = {
  /** `tone`, `tone.description` … */
  text: string;
  /** The attribute or column that it belongs to. */
  id: string;
  kind: UsableKind;
  /** What it stands for, in a few words. */
  help: string;
};

/** All that a template may name, in the order of the recipe: each value, then what can be had of it. */
export function usableValues(draft: DraftRecipe, owner: TemplateOwner, facts?: SourceFacts): UsableValue[] {
  return [...placeholderNames(draft, facts)].flatMap(([id, name]) =>
    id !== '' && isUsable(name, owner) ? formsOf(id, name) : [],
  );
}

/** Whether a name's value is there when a template is rendered, or a condition is asked. */
export function isUsable(name: Name, owner: NamingPlace['owner']): boolean {
  // A rule looks at a row that is finished.
  if (owner.kind === 'rule') return name.kind !== 'own';
  switch (name.kind) {
    case 'source':
      return true;
    case 'sampled':
      return isWrittenBefore(name.from, 'sampled', owner);
    case 'answer':
      return name.keptAs === null && isWrittenBefore(name.from, 'generated', owner);
    case 'processed':
      return isWrittenBefore(name.from, 'generated', owner);
    case 'conversation':
    case 'plan':
      return isWrittenBefore(name.from, 'conversation', owner);
    case 'transformed':
      return isWrittenBefore(name.from, 'transformed', owner);
    case 'own':
      return owner.kind === 'conversation' && (owner.hasTurn || name.name !== 'current_turn');
  }
}

type Owner = Exclude<NamingPlace['owner'], { kind: 'rule' }>;
const order = ['sampled', 'generated', 'conversation', 'transformed'] as const;

/** One list after the other, and each in its order. */
function isWrittenBefore(from: number, kind: Owner['kind'], owner: Owner): boolean {
  if (kind === owner.kind) return from < owner.index;
  return order.indexOf(kind) < order.indexOf(owner.kind);
}

/** In which colour a name is shown. */
export function kindOfName({ kind }: Name): UsableKind {
  switch (kind) {
    case 'answer':
    case 'processed':
    case 'conversation':
    case 'plan':
      return 'generated';
    // Computed, not asked for.
    case 'own':
      return 'transformed';
    case 'source':
    case 'sampled':
    case 'transformed':
      return kind;
  }
}

const ownHelp: Readonly<Record<OwnName, string>> = {
  current_turn: 'number of the message that is written',
  target_turns: 'number of all messages',
  conversation_plan: 'the plan of this conversation, empty while it is planned',
  parsed_turn_plans: 'the list of what the plan tells each message',
};

const sourceHelp = {
  examples: 'a field of the example',
  data: 'a column of the file',
  documents: 'a text of the document',
} as const;

const sourceWords = { examples: 'the examples', data: 'the file', documents: 'the documents' } as const;

const sampledForms = [
  ['.description', 'what the value means'],
  ['.id', 'id of the value'],
  ['.parent.name', 'name of the attribute'],
  ['.parent.description', 'what the attribute is about'],
] as const;

function formsOf(id: string, name: Name): UsableValue[] {
  const kind = kindOfName(name);
  switch (name.kind) {
    case 'source': {
      const { what, from } = name;
      if (what.type !== 'shots') return [{ text: id, id, kind, help: sourceHelp[from] }];
      const fields = what.fields ?? [];
      return [
        {
          text: from === 'documents' ? `${id}[0]` : id,
          id,
          kind,
          help: `the list drawn from ${sourceWords[from]}`,
        },
        ...fields.map((field) => ({
          text: `${id}[0].${field}`,
          id,
          kind,
          help: `${field} of the first one drawn`,
        })),
      ];
    }
    case 'sampled': {
      const type = name.attribute.sampler?.type;
      if (type !== undefined) {
        return [
          { text: id, id, kind, help: `what the sampler draws (${type})` },
          ...(partsOfType(type) ?? []).map((part) => ({
            text: `${id}.${part}`,
            id,
            kind,
            help: part.replaceAll('_', ' '),
          })),
        ];
      }
      const example = name.attribute.possible_values?.find((value) => value?.name !== undefined)?.name;
      const help = example === undefined ? 'name of the value' : `name of the value, such as ${example}`;
      return [
        { text: id, id, kind, help },
        ...sampledForms.map(([suffix, words]) => ({ text: id + suffix, id, kind, help: words })),
      ];
    }
    case 'answer':
      return name.parts === null
        ? [{ text: id, id, kind, help: 'the answer of the model' }]
        : name.parts.map((part) => ({
            text: partColumn(id, part.name),
            id,
            kind,
            help: `${part.name} of the answer`,
          }));
    case 'processed':
      return [{ text: id, id, kind, help: 'the answer, cut to shape' }];
    case 'conversation':
      return [{ text: id, id, kind, help: 'the whole conversation' }];
    case 'plan':
      return [{ text: id, id, kind, help: 'the plan of the conversation' }];
    case 'own':
      return [{ text: id, id, kind, help: ownHelp[name.name] }];
    case 'transformed':
      return [{ text: id, id, kind, help: 'put together from others' }];
  }
}
