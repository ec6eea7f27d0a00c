'use client';

import { useState } from 'react';
import { plainView, readColumnView, type ColumnView } from './column-view';

/** The columns as the person arranged them, remembered on this device for all datasets of a recipe. */
export function useColumnView(recipeId: number | null, datasetId: number) {
  const key = `seedloom-columns-${recipeId === null ? `dataset-${datasetId}` : `recipe-${recipeId}`}`;
  const [view, setView] = useState(() =>
    typeof window === 'undefined' ? plainView : readColumnView(localStorage.getItem(key)),
  );
  const keepView = (next: ColumnView) => {
    setView(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // A device that stores nothing shows the columns as asked until the page is left.
    }
  };
  return { view, keepView };
}
