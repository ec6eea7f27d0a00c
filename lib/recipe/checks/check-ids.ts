import { planColumn, turnNumbers } from '../conversation/personas';
import type { DraftRecipe } from '../draft';
import { factsColumn } from '../environments/facts-column';
import { hasFacts } from './check-environments';
import type { SourceFacts } from '../sources/source-facts';
import { shotsOf, sourceNames } from '../sources/source-names';
import { placeOf, type Reporter } from '../report';
import type { Path } from '../yaml/document';

/** Ids name columns: each once, and none that the language keeps for itself. */
export function checkIds(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  const ids = listIds(draft, facts);
  const taken = new Set(ids.map(({ id }) => id));
  const reserved = reservedIds(draft);
  const seen = new Map<string, string>();
  const silent = new Map<string, string>();
  for (const { id, path, ownAttribute, isKey, isSilent } of ids) {
    if (reporter.isFull()) return;
    const before = seen.get(id);
    const overwritten = silent.get(id);
    if (isSilent) {
      const other = before ?? overwritten ?? (reserved.has(id) ? 'reserved' : undefined);
      if (other !== undefined && isSilent === 'file') {
        const text = `The file has a column "${id}", which is ${other} already. Rename one by attribute_map, or rows keep only the last`;
        reporter.add({ severity: 'warning', code: 'overwritten-column', path, at: 'key', text });
      } else if (other !== undefined) {
        warn(path, 'value', id, other);
      }
      silent.set(id, isSilent === 'file' ? 'a column of a file' : 'the id of a source');
      continue;
    }
    if (overwritten !== undefined && before === undefined) {
      warn(path, isKey ? 'key' : 'value', id, overwritten);
    }
    if (before !== undefined) {
      const text =
        ownAttribute === id
          ? `"${id}" is the id of the attribute itself. The processed text needs one of its own`
          : `The id "${id}" is used more than once (it is ${before} already). Each id names one column`;
      report('duplicate-id', path, text, id, isKey ? 'key' : 'value');
      continue;
    }
    if (reserved.has(id)) {
      report(
        'reserved-id',
        path,
        `The id "${id}" is reserved for multiturn synthesis: conversations use the name themselves`,
        id,
        isKey ? 'key' : 'value',
      );
    }
    seen.set(id, kindOf(path));
  }

  function warn(path: Path, at: 'key' | 'value', id: string, other: string): void {
    const text = `"${id}" is ${other} already. Rename one of them, or rows keep only the last`;
    reporter.add({ severity: 'warning', code: 'overwritten-column', path, at, text });
  }

  function report(
    code: 'duplicate-id' | 'reserved-id',
    path: Path,
    text: string,
    id: string,
    at: 'key' | 'value',
  ): void {
    const free = freeName(id, taken, reserved);
    const fix = {
      title: `Rename it to ${free}`,
      edits: [{ ...placeOf(reporter.document, path, 'value'), text: free }],
    };
    // A key of an example stands in all of them: that is not mended at one place.
    reporter.add({ code, path, text, at, fixes: at === 'key' ? [] : [fix] });
    taken.add(free);
  }
}

type IdPlace = {
  id: string;
  path: Path;
  ownAttribute?: string;
  /** It stands as a key of the text. */
  isKey?: true;
  /** The language lets it be: a column of a file, which stands nowhere in the text, or the id of a source. */
  isSilent?: 'file' | 'source';
};

/** Fields of records that rows draw as lists: they name no column, but the language keeps their names. */
function fieldsOfShots(draft: DraftRecipe): IdPlace[] {
  return (draft.strategy_params?.input_examples ?? []).flatMap((source, index) => {
    if (shotsOf(source?.num_shots) === 0) return [];
    const fields = [...(source?.examples?.[0]?.keys() ?? [])];
    const path = ['strategy_params', 'input_examples', index, 'examples', 0];
    return fields.map((id) => ({ id, path: [...path, id], isKey: true as const }));
  });
}

/** All ids in the order in which they take names. */
function listIds(draft: DraftRecipe, facts: SourceFacts): IdPlace[] {
  const params = draft.strategy_params;
  const ids: IdPlace[] = [];
  const add = (id: string | undefined, path: Path, ownAttribute?: string) => {
    if (id !== undefined) ids.push({ id, path, ...(ownAttribute !== undefined && { ownAttribute }) });
  };
  for (const { id, path, at } of sourceNames(draft, facts).names) {
    if (at === 'file') ids.push({ id, path, isSilent: 'file' });
    // Four steps: the id of a source, not that of its segments.
    else if (at === 'value' && path.length === 4 && path[3] === 'id')
      ids.push({ id, path, isSilent: 'source' });
    else ids.push({ id, path, ...(at === 'key' && { isKey: true }) });
  }
  ids.push(...fieldsOfShots(draft));
  for (const [index, attribute] of (params?.sampled_attributes ?? []).entries()) {
    add(attribute?.id, ['strategy_params', 'sampled_attributes', index, 'id']);
  }
  for (const [index, attribute] of (params?.generated_attributes ?? []).entries()) {
    const path = ['strategy_params', 'generated_attributes', index];
    add(attribute?.id, [...path, 'id']);
    add(attribute?.postprocessing_params?.id, [...path, 'postprocessing_params', 'id'], attribute?.id);
  }
  for (const [index, attribute] of (params?.multiturn_attributes ?? []).entries()) {
    add(attribute?.id, ['strategy_params', 'multiturn_attributes', index, 'id']);
  }
  for (const [index, attribute] of (params?.transformed_attributes ?? []).entries()) {
    add(attribute?.id, ['strategy_params', 'transformed_attributes', index, 'id']);
  }
  return ids;
}

function kindOf(path: Path): string {
  if (path[1] === 'sampled_attributes') return 'a sampled attribute';
  if (path[1] === 'transformed_attributes') return 'a transformed attribute';
  if (path[1] === 'multiturn_attributes') return 'a conversation';
  if (path[1] === 'input_examples') return 'a field of an example';
  if (path[1] === 'input_data') return 'a column of a file';
  if (path[1] === 'input_documents') return 'a text of a document';
  return path[3] === 'id' ? 'a generated attribute' : 'a processed text';
}

function freeName(id: string, taken: ReadonlySet<string>, reserved: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${id}_${number}`) || reserved.has(`${id}_${number}`)) number++;
  return `${id}_${number}`;
}

function reservedIds(draft: DraftRecipe): Set<string> {
  const conversations = draft.strategy_params?.multiturn_attributes ?? [];
  const plans = conversations.flatMap((one) => (one?.id === undefined ? [] : planColumn(one.id)));
  return new Set([...turnNumbers, ...plans, ...(hasFacts(draft) ? [factsColumn] : [])]);
}
