'use client';

import { createContext, use } from 'react';
import type { Path } from '@/lib/recipe/yaml/document';

/** Asks for files: the editor opens the dialog for them. */
export type SourceRequest = {
  /** Another file for the source at a path. */
  replaceFile: (path: Path, kind: 'data' | 'documents') => void;
};

export const SourceRequestContext = createContext<SourceRequest | null>(null);

/** The way from a form to the dialog of files. */
export function useSourceRequest(): SourceRequest {
  const request = use(SourceRequestContext);
  if (request === null) throw new Error('the form is outside of an editor');
  return request;
}
