import { nearestName } from '@/lib/util/nearest';
import type { DraftRecipe } from '../draft';
import { placeOf, type Reporter } from '../report';
import type { SourceFacts } from '../sources/source-facts';
import { shotsOf } from '../sources/source-names';
import {
  dataFormats,
  dataSpec,
  documentFormats,
  documentSpec,
  extensionOf,
  formatOf,
  isPattern,
  placeOfSource,
  sourceKey,
} from '../sources/source-spec';
import type { Path } from '../yaml/document';

/** The sources that rows take their records from, as far as that can be said without reading them. */
export function checkSources(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  checkExamples(draft, reporter);
  checkData(draft, reporter, facts);
  checkDocuments(draft, reporter, facts);
}

function checkExamples(draft: DraftRecipe, reporter: Reporter): void {
  for (const [index, source] of (draft.strategy_params?.input_examples ?? []).entries()) {
    if (source === undefined) continue;
    const path = ['strategy_params', 'input_examples', index];
    requireId(source, path, reporter);
    const [first, ...others] = source.examples ?? [];
    // Rows with no column at all can't be told from nothing.
    if (first?.size === 0 && shotsOf(source.num_shots) === 0 && !hasOtherColumns(draft)) {
      reporter.add({ code: 'empty', path: [...path, 'examples', 0], text: 'must have at least one key' });
    }
    for (const [position, example] of others.entries()) {
      if (first === undefined || example === undefined || reporter.isFull()) continue;
      const missing = [...first.keys()].filter((key) => !example.has(key));
      const more = [...example.keys()].filter((key) => !first.has(key));
      if (missing.length === 0 && more.length === 0) continue;
      const parts = [
        ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
        ...(more.length > 0 ? [`has ${more.join(', ')} besides`] : []),
      ];
      reporter.add({
        code: 'example-keys',
        path: [...path, 'examples', position + 1],
        text: `All examples must have the same keys, but this one ${parts.join(' and ')}`,
      });
    }
  }
}

function hasOtherColumns({ strategy_params: params }: DraftRecipe): boolean {
  const others = [params?.sampled_attributes, params?.input_data, params?.input_documents];
  return (
    others.some((list) => (list ?? []).length > 0) ||
    (params?.input_examples ?? []).some((source) => (source?.examples?.[0]?.size ?? 0) > 0)
  );
}

function checkData(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  for (const [index, source] of (draft.strategy_params?.input_data ?? []).entries()) {
    if (source === undefined) continue;
    const path = ['strategy_params', 'input_data', index];
    requireId(source, path, reporter);
    if (source.path === undefined) continue;
    checkDataPath({ ...source, path: source.path }, path, reporter, facts);
    const key = sourceKey(dataSpec({ ...source, path: source.path }));
    checkReading(key, [...path, 'path'], reporter, facts);
    const columns = facts.columnsOf(key);
    for (const column of columns === undefined ? [] : (source.attribute_map?.keys() ?? [])) {
      if (columns?.includes(column) !== false) continue;
      const at = [...path, 'attribute_map', column];
      const nearest = nearestName(column, columns);
      reporter.add({
        code: 'missing-column',
        path: at,
        at: 'key',
        text: `${source.path} has no column "${column}". It has ${listed(columns)}`,
        ...(nearest !== undefined && {
          fixes: [
            {
              title: `Replace it with ${nearest}`,
              edits: [{ ...placeOf(reporter.document, at, 'key'), text: JSON.stringify(nearest) }],
            },
          ],
        }),
      });
    }
  }
}

/** Where a file of records is, in a mapping at `path`. */
export function checkDataPath(
  source: { path: string; hf_split?: string | undefined },
  path: Path,
  reporter: Reporter,
  facts: SourceFacts,
): void {
  checkPath({ written: source.path, path: [...path, 'path'], reporter, facts, formats: dataFormats });
  if (placeOfSource(source.path).type === 'hub' && (source.hf_split ?? '') === '') {
    const text = 'must name a split of a dataset of the hub, such as train';
    reporter.add({ code: 'missing-field', path: [...path, 'hf_split'], text });
  }
}

function checkDocuments(draft: DraftRecipe, reporter: Reporter, facts: SourceFacts): void {
  for (const [index, source] of (draft.strategy_params?.input_documents ?? []).entries()) {
    if (source === undefined) continue;
    const path = ['strategy_params', 'input_documents', index];
    if (source.path !== undefined) {
      checkPath({ written: source.path, path: [...path, 'path'], reporter, facts, formats: documentFormats });
    }
    const params = source.segmentation_params;
    if (source.path !== undefined) {
      const spec = documentSpec({ path: source.path, segmentation_params: params });
      checkReading(sourceKey(spec), [...path, 'path'], reporter, facts);
    }
    if (params === undefined) continue;
    const { segment_length: length = 2048, segment_overlap: overlap = 0, tokenizer } = params;
    if (overlap >= length) {
      reporter.add({
        code: 'segment-overlap',
        path: [...path, 'segmentation_params', 'segment_overlap'],
        text: `must be less than segment_length, ${length}, but is ${overlap}: the segments would not get on`,
      });
    }
    if (tokenizer !== undefined && !gpt2Names.has(tokenizer.toLowerCase())) {
      const at = [...path, 'segmentation_params', 'tokenizer'];
      reporter.add({
        code: 'tokenizer',
        path: at,
        text: `"${tokenizer}" is not known here: segments are counted in tokens of GPT-2. Write openai-community/gpt2 or leave it out`,
        fixes: [
          {
            title: 'Count tokens of GPT-2',
            edits: [{ ...placeOf(reporter.document, at, 'value'), text: 'openai-community/gpt2' }],
          },
        ],
      });
    }
  }
}

/** What came of reading a source, where somebody has tried. */
export function checkReading(key: string, path: Path, reporter: Reporter, facts: SourceFacts): void {
  const text = facts.problemOf?.(key);
  if (text !== undefined) reporter.add({ code: 'source-unreadable', path, text });
  const bad = facts.badOf?.(key);
  if (bad == null) return;
  const words =
    bad.count === 1
      ? '1 record can’t be read'
      : `${bad.count.toLocaleString('en')} records can’t be read, the first one`;
  reporter.add({
    severity: 'warning',
    code: 'bad-records',
    path,
    text: `${words}: ${bad.first}. Rows that draw ${bad.count === 1 ? 'it' : 'one'} fail, and others take their place`,
  });
}

const gpt2Names = new Set(['gpt2', 'openai-community/gpt2', 'openai/gpt2', 'r50k_base']);

function requireId(
  { id, num_shots: shots }: { id?: string | undefined; num_shots?: number | undefined },
  path: Path,
  reporter: Reporter,
): void {
  if (shotsOf(shots) === 0 || id !== undefined) return;
  const text = `is needed as soon as num_shots is above 1 (it is ${shots}): the list that a row draws is named by it`;
  reporter.add({ code: 'missing-field', path: [...path, 'id'], text });
}

type WrittenPath = {
  written: string;
  path: Path;
  reporter: Reporter;
  facts: SourceFacts;
  formats: readonly string[];
};

function checkPath({ written, path, reporter, facts, formats }: WrittenPath): void {
  const place = placeOfSource(written);
  const isData = formats === dataFormats;
  const refuse = (text: string) => reporter.add({ code: 'source-path', path, text });
  if (place.type === 'oumi') {
    return refuse(
      `"${written}": the storage of Oumi's platform can't be read. Download the file and upload it here`,
    );
  }
  if (place.type === 'hub') {
    if (!isData) return refuse(`"${written}": documents can't be read from the hub. Upload them`);
    if (!/^[^/\s]+(?:\/[^/\s]+)?$/.test(place.repo))
      return refuse(`"${written}" names no dataset. Write hf:owner/name`);
    return;
  }
  if (place.type === 'file' && !facts.canReadPaths) {
    return refuse(
      `"${written}" is a path, and the studio reads no files of the machine it runs on. Upload the file and use its upload: path, or run the recipe with the command line`,
    );
  }
  if (formatOf(written, formats) !== undefined || (isPattern(written) && extensionOf(written).includes('*')))
    return;
  // A pattern of documents takes what can be read of all that it finds.
  if (isPattern(written) && extensionOf(written) === '') return;
  const ending = extensionOf(written);
  const kind = ending === '' ? 'has no ending that names its format' : `is of format ${ending}`;
  reporter.add({
    code: 'source-format',
    path,
    text: `"${written}" ${kind}. ${isData ? 'Records' : 'Documents'} are read from ${formats.map((format) => `.${format}`).join(', ')}`,
  });
}

function listed(names: readonly string[]): string {
  return names.slice(0, 12).join(', ') + (names.length > 12 ? ` and ${names.length - 12} more` : '');
}
