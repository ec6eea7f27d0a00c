import { isSeq, isMap, isScalar } from 'yaml';
import type { DraftRecipe } from '../draft';
import { placeOf, type Reporter } from '../report';
import { nodeOrNull, scalarText, type Path } from '../yaml/document';

/** Ids name columns: each once, and none that the language keeps for itself. */
export function checkIds(draft: DraftRecipe, reporter: Reporter): void {
  const ids = listIds(draft);
  const taken = new Set(ids.map(({ id }) => id));
  const reserved = reservedIds(reporter);
  const seen = new Map<string, string>();
  for (const { id, path, ownAttribute } of ids) {
    if (reporter.isFull()) return;
    const before = seen.get(id);
    if (before !== undefined) {
      const text =
        ownAttribute === id
          ? `"${id}" is the id of the attribute itself. The processed text needs one of its own`
          : `The id "${id}" is used more than once (it is ${before} already). Each id names one column`;
      report('duplicate-id', path, text, id);
      continue;
    }
    if (reserved.has(id)) {
      report('reserved-id', path, `The id "${id}" is reserved for conversations of several turns`, id);
    }
    seen.set(id, kindOf(path));
  }

  function report(code: 'duplicate-id' | 'reserved-id', path: Path, text: string, id: string): void {
    const free = freeName(id, taken, reserved);
    const fix = {
      title: `Rename it to ${free}`,
      edits: [{ ...placeOf(reporter.document, path, 'value'), text: free }],
    };
    reporter.add({ code, path, text, fixes: [fix] });
    taken.add(free);
  }
}

type IdPlace = { id: string; path: Path; ownAttribute?: string };

/** All ids in the order in which they take names. */
function listIds(draft: DraftRecipe): IdPlace[] {
  const params = draft.strategy_params;
  const ids: IdPlace[] = [];
  const add = (id: string | undefined, path: Path, ownAttribute?: string) => {
    if (id !== undefined) ids.push({ id, path, ...(ownAttribute !== undefined && { ownAttribute }) });
  };
  for (const [index, attribute] of (params?.sampled_attributes ?? []).entries()) {
    add(attribute?.id, ['strategy_params', 'sampled_attributes', index, 'id']);
  }
  for (const [index, attribute] of (params?.generated_attributes ?? []).entries()) {
    const path = ['strategy_params', 'generated_attributes', index];
    add(attribute?.id, [...path, 'id']);
    add(attribute?.postprocessing_params?.id, [...path, 'postprocessing_params', 'id'], attribute?.id);
  }
  for (const [index, attribute] of (params?.transformed_attributes ?? []).entries()) {
    add(attribute?.id, ['strategy_params', 'transformed_attributes', index, 'id']);
  }
  return ids;
}

function kindOf(path: Path): string {
  if (path[1] === 'sampled_attributes') return 'a sampled attribute';
  if (path[1] === 'transformed_attributes') return 'a transformed attribute';
  return path[3] === 'id' ? 'a generated attribute' : 'a processed text';
}

function freeName(id: string, taken: ReadonlySet<string>, reserved: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${id}_${number}`) || reserved.has(`${id}_${number}`)) number++;
  return `${id}_${number}`;
}

function reservedIds(reporter: Reporter): Set<string> {
  const { document } = reporter;
  const reserved = new Set(['target_turns', 'current_turn']);
  const conversations = document.at(['strategy_params', 'multiturn_attributes'])?.node;
  for (const item of isSeq(conversations) ? conversations.items : []) {
    const map = document.resolve(nodeOrNull(item));
    const id = isMap(map) ? document.entries(map).find((entry) => entry.key === 'id')?.value : null;
    if (isScalar(id)) reserved.add(`${scalarText(id)}_plan`);
  }
  return reserved;
}
