import type { Value } from '@/lib/util/value';
import type { DraftData, DraftDocuments, DraftExamples, DraftRecipe } from '../draft';
import type { Path } from '../yaml/document';
import type { SourceFacts } from './source-facts';
import { dataSpec, sourceKey } from './source-spec';

/** A name that a source gives to the rows. */
export type SourceName = {
  id: string;
  path: Path;
  /** Where the name stands: as a value, as a key, or nowhere (a column of a file). */
  at: 'value' | 'key' | 'file';
  from: 'examples' | 'data' | 'documents';
  what: SourceShape;
};

/** What a name of a source stands for. */
export type SourceShape =
  | { type: 'text' }
  /** A value of any type; `known` are all that there are, where the recipe itself holds them. */
  | { type: 'value'; known?: readonly Value[] }
  /** A list of records with these fields (null = they are not known), drawn from those that are known. */
  | {
      type: 'shots';
      count: number;
      fields: readonly string[] | null;
      known?: readonly ReadonlyMap<string, Value>[];
    };

/** All names that the sources give, in the order of the columns, and whether there are more that can't be known. */
export function sourceNames(
  draft: DraftRecipe,
  facts: SourceFacts,
): { names: SourceName[]; isOpen: boolean } {
  const params = draft.strategy_params;
  let isOpen = false;
  const names = [
    ...(params?.input_examples ?? []).flatMap((source, index) =>
      source ? namesOfExamples(source, ['strategy_params', 'input_examples', index]) : [],
    ),
    ...(params?.input_data ?? []).flatMap((source, index) => {
      const own = source ? namesOfData(source, ['strategy_params', 'input_data', index], facts) : null;
      isOpen ||= own === null;
      return own ?? [];
    }),
    ...(params?.input_documents ?? []).flatMap((source, index) =>
      source ? namesOfDocuments(source, ['strategy_params', 'input_documents', index]) : [],
    ),
  ];
  return { names, isOpen };
}

function namesOfExamples(source: DraftExamples, path: Path): SourceName[] {
  const [first] = source.examples ?? [];
  const fields = [...(first?.keys() ?? [])];
  const from = 'examples' as const;
  const shots = shotsOf(source.num_shots);
  if (shots > 0) {
    const count = Math.min(shots, source.examples?.length ?? 0);
    const known = source.examples?.map((example) => example ?? new Map<string, Value>());
    return listName({
      id: source.id,
      path,
      from,
      what: { type: 'shots', count, fields, ...(known && { known }) },
    });
  }
  return fields.map((id) => {
    const known = (source.examples ?? []).map((example) => example?.get(id) ?? null);
    const isText = known.every((value) => typeof value === 'string');
    const what: SourceShape = isText ? { type: 'text' } : { type: 'value', known };
    return { id, path: [...path, 'examples', 0, id], at: 'key' as const, from, what };
  });
}

/** Null where the columns are those of a file that nobody has looked at. */
function namesOfData(source: DraftData, path: Path, facts: SourceFacts): SourceName[] | null {
  const map = source.attribute_map;
  const known =
    source.path === undefined
      ? undefined
      : facts.columnsOf(sourceKey(dataSpec({ ...source, path: source.path })));
  const isMapped = map !== undefined && map.size > 0;
  const fields = isMapped ? [...map.values()] : known;
  const from = 'data' as const;
  const shots = shotsOf(source.num_shots);
  if (shots > 0) {
    return listName({
      id: source.id,
      path,
      from,
      what: { type: 'shots', count: shots, fields: fields ?? null },
    });
  }
  if (isMapped) {
    return [...map].map(([column, id]) => ({
      id,
      path: [...path, 'attribute_map', column],
      at: 'value',
      from,
      what: { type: 'value' },
    }));
  }
  return known?.map((id) => ({ id, path, at: 'file', from, what: { type: 'value' } })) ?? null;
}

function namesOfDocuments(source: DraftDocuments, path: Path): SourceName[] {
  const { id, segmentation_params: params } = source;
  const segment = params?.id;
  const from = 'documents' as const;
  const shots = shotsOf(source.num_shots);
  const fields = [params ? segment : undefined, params && !params.keep_original_text ? undefined : id];
  if (shots > 0) {
    const known = fields.filter((field) => field !== undefined);
    return listName({ id, path, from, what: { type: 'shots', count: shots, fields: known } });
  }
  const places: Path[] = [
    [...path, 'segmentation_params', 'id'],
    [...path, 'id'],
  ];
  return fields.flatMap((field, index) =>
    field === undefined
      ? []
      : [
          {
            id: field,
            path: places[index] ?? path,
            at: 'value' as const,
            from,
            what: { type: 'text' as const },
          },
        ],
  );
}

function listName({
  id,
  path,
  ...rest
}: Omit<SourceName, 'id' | 'at'> & { id: string | undefined }): SourceName[] {
  return id === undefined ? [] : [{ ...rest, id, path: [...path, 'id'], at: 'value' }];
}

/** The ids that the source at a path gives to the rows. */
export function idsOfSource(draft: DraftRecipe, facts: SourceFacts, source: Path): string[] {
  return sourceNames(draft, facts).names.flatMap(({ id, path }) =>
    source.every((step, at) => path[at] === step) && id !== '' ? id : [],
  );
}

/** How many records a row draws as a list; 0 = one after the other. */
export function shotsOf(numShots: number | undefined): number {
  return numShots !== undefined && numShots > 1 ? numShots : 0;
}
