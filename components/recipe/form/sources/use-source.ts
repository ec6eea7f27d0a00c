'use client';

import type { KnownSource } from '@/lib/client/editor/source-cache';
import type { SourceSpec } from '@/lib/recipe/sources/source-spec';
import type { BadRecord, SourceRecord } from '@/lib/sources/source-table';
import { useEditor, useEditorActions } from '../../editor/editor-context';

/** What the server says of a source; undefined for paths that it isn't asked about. */
export function useSourceState(spec: SourceSpec | null): KnownSource | undefined {
  // The text is read again after each arrival, and this with it.
  useEditor((state) => state.read);
  const { sources } = useEditorActions();
  return spec === null ? undefined : sources.facts.stateOf(spec);
}

/** The first records of a source, as many as have come; what is missing is asked for by looking at it. */
export function useFirstRecords(
  spec: SourceSpec | null,
  columns: readonly string[] | null,
  most: number,
): readonly (SourceRecord | BadRecord | undefined)[] {
  useEditor((state) => state.read);
  const { sources } = useEditorActions();
  const table = spec === null ? null : sources.tables(spec, columns);
  return table === null ? [] : Array.from({ length: Math.min(most, table.count) }, (_, at) => table.at(at));
}
