'use client';

import { useState } from 'react';
import { keepOnDevice, readFromDevice } from '../device-storage';
import { plainView, readColumnView, type ColumnView } from './column-view';

/** The columns as the person arranged them, remembered on this device for all datasets of a recipe. */
export function useColumnView(recipeId: number | null, datasetId: number) {
  const key = `seedloom-columns-${recipeId === null ? `dataset-${datasetId}` : `recipe-${recipeId}`}`;
  const [view, setView] = useState(() =>
    typeof window === 'undefined' ? plainView : readColumnView(readFromDevice(key)),
  );
  const keepView = (next: ColumnView) => {
    setView(next);
    keepOnDevice(key, JSON.stringify(next));
  };
  return { view, keepView };
}
