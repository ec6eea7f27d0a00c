import type { DraftDocuments, DraftRecipe, DraftSampled } from '../draft';
import type { DataSource, DocumentSource } from '../sources-schema';

/** What has to be read for a source, apart from how its records are named and drawn. */
export type SourceSpec =
  | { kind: 'data'; path: string; split: string | null; revision: string | null }
  | { kind: 'documents'; path: string; segments: { length: number; overlap: number } | null };

/** What a sampler of type file reads; null for other types and where no path is written. */
export function samplerSpec(sampler: DraftSampled['sampler']): SourceSpec | null {
  if (sampler?.type !== 'file' || sampler.path === undefined) return null;
  return dataSpec({ ...sampler, path: sampler.path });
}

/** The same text for the same records. */
export function sourceKey(spec: SourceSpec): string {
  return JSON.stringify(
    spec.kind === 'data'
      ? [spec.kind, spec.path, spec.split, spec.revision]
      : [spec.kind, spec.path, spec.segments?.length ?? 0, spec.segments?.overlap ?? 0],
  );
}

/** What a data source reads. */
export function dataSpec(
  source: Pick<DataSource, 'path'> & { hf_split?: string | undefined; hf_revision?: string | undefined },
): SourceSpec {
  const { path, hf_split: split = null, hf_revision: revision = null } = source;
  return { kind: 'data', path, split, revision };
}

/** What a source of documents reads. What isn't written has the values of the schema. */
export function documentSpec({
  path,
  segmentation_params: params,
}: Pick<DocumentSource, 'path'> & Pick<DraftDocuments, 'segmentation_params'>): SourceSpec {
  const { segment_length: length = 2048, segment_overlap: overlap = 0 } = params ?? {};
  return { kind: 'documents', path, segments: params ? { length, overlap } : null };
}

/** What the sources of a recipe read, as far as it can be read itself, each once. */
export function draftSpecs({ strategy_params: params }: DraftRecipe): SourceSpec[] {
  const specs = [
    ...(params?.input_data ?? []).map((source) =>
      source?.path === undefined ? null : dataSpec({ ...source, path: source.path }),
    ),
    ...(params?.input_documents ?? []).map((source) =>
      source?.path === undefined ? null : documentSpec({ ...source, path: source.path }),
    ),
    ...(params?.sampled_attributes ?? []).map((attribute) => samplerSpec(attribute?.sampler)),
  ].filter((spec) => spec !== null);
  return [...new Map(specs.map((spec) => [sourceKey(spec), spec])).values()];
}

/** Where a path leads: to a file of the machine, an uploaded one, or a dataset of a hub. */
export type SourcePlace =
  | { type: 'file'; path: string }
  | { type: 'upload'; id: number; name: string }
  | { type: 'hub'; repo: string }
  | { type: 'oumi' };

/** Tells the kinds of paths apart by what stands before the first colon. */
export function placeOfSource(path: string): SourcePlace {
  const upload = /^upload:(\d{1,15})\/(.+)$/s.exec(path);
  if (upload?.[1] !== undefined && upload[2] !== undefined) {
    return { type: 'upload', id: Number(upload[1]), name: upload[2] };
  }
  if (path.startsWith('hf:')) return { type: 'hub', repo: path.split(':')[1] ?? '' };
  return path.startsWith('oumi:') ? { type: 'oumi' } : { type: 'file', path };
}

/** Files of records that can be read, by the end of their names. */
export const dataFormats = ['jsonl', 'json', 'csv', 'tsv', 'parquet', 'xlsx'] as const;

/** Documents that can be read, by the end of their names. */
export const documentFormats = ['pdf', 'docx', 'txt', 'md', 'html'] as const;

/** The format that a file's name ends with, or undefined where it is none of these. */
export function formatOf<Format extends string>(
  path: string,
  formats: readonly Format[],
): Format | undefined {
  const ending = extensionOf(path);
  return formats.find((format) => format === ending);
}

/** The end of a file's name after its last point, in lower case; '' where it has none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** What a path is called in a list: the name of the file or of the dataset of the hub. */
export function nameOfPath(path: string): string {
  const place = placeOfSource(path);
  if (place.type === 'hub') return place.repo;
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a path stands for several files: of the machine, or of one upload. */
export function isPattern(path: string): boolean {
  const { type } = placeOfSource(path);
  return (type === 'file' || type === 'upload') && path.includes('*');
}
