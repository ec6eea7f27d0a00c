import { partColumn } from '../answer-parts';
import { namesOf } from '../checks/names';
import type { DraftRecipe } from '../draft';
import type { SourceFacts } from '../sources/source-facts';
import type { UsableKind } from './usable-values';

/** A column that a recipe makes or asks for. */
export type OutputColumn = {
  name: string;
  /** Null where nothing makes it. */
  kind: UsableKind | null;
  note: string;
  isGiven: boolean;
};

/** Given out only where it is asked for: its parts are columns. */
const wholeAnswer = 'all parts in one';

/** All columns: those that are given out in their order, then the others in the order of the recipe. */
export function outputColumns(draft: DraftRecipe, facts?: SourceFacts): OutputColumn[] {
  const made = new Map<string, Omit<OutputColumn, 'isGiven'>>();
  for (const [name, what] of namesOf(draft, facts)) {
    if (name === '') continue;
    switch (what.kind) {
      case 'source':
      case 'sampled':
      case 'transformed':
        made.set(name, { name, kind: what.kind, note: '' });
        break;
      case 'answer':
        for (const part of what.parts ?? []) {
          made.set(partColumn(name, part.name), {
            name: partColumn(name, part.name),
            kind: 'generated',
            note: '',
          });
        }
        if (what.keptAs !== null) break;
        made.set(name, { name, kind: 'generated', note: what.parts === null ? 'as it came' : wholeAnswer });
        break;
      case 'processed':
        made.set(name, { name, kind: 'generated', note: 'cut to shape' });
        break;
      case 'conversation':
        made.set(name, { name, kind: 'generated', note: 'messages' });
        break;
      case 'plan':
        made.set(name, { name, kind: 'generated', note: 'its plan' });
        break;
      // No column, and so not among the names here.
      case 'own':
    }
  }
  const wanted = [
    ...new Set((draft.strategy_params?.passthrough_attributes ?? []).filter((name) => name !== undefined)),
  ];
  if (wanted.length === 0)
    return [...made.values()].map((column) => ({ ...column, isGiven: column.note !== wholeAnswer }));
  const given = wanted.map((name) => ({
    ...(made.get(name) ?? { name, kind: null, note: 'nothing makes it' }),
    isGiven: true,
  }));
  const rest = [...made.values()].filter(({ name }) => !wanted.includes(name));
  return [...given, ...rest.map((column) => ({ ...column, isGiven: false }))];
}
