'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import { giveShare, setRate, type Rates } from '@/lib/recipe/form/shares';
import { idFromName } from '@/lib/recipe/form/unused-id';
import type { Path } from '@/lib/recipe/yaml/document';
import type { TableValue } from './shown-values';

export type TextColumn = 'id' | 'name' | 'description';

/** What the rows of a sheet of values do; a row is told by its place in the recipe. */
export type RowActions = {
  /** Writes a cell that was left. */
  commit: (index: number, column: TextColumn, text: string) => void;
  commitRate: (index: number, rate: number | undefined) => void;
  toggleLock: (index: number) => void;
  toggleMark: (index: number) => void;
  /** Shows the share of a slider that moves, in percent; the others make room. */
  slide: (index: number, percent: number) => void;
  /** Writes what a slider was let go at. */
  finishSlide: (index: number, percent: number) => void;
  stopSlide: () => void;
};

/** What a sheet has and can do as it is drawn. */
type Sheet = {
  /** Of the list. */
  path: Path;
  values: readonly TableValue[];
  rates: Rates;
  locked: ReadonlySet<number>;
  edit: (edits: readonly RecipeEdit[] | RecipeEdit) => void;
  showRates: (rates: Rates | null) => void;
  writeRates: (rates: Rates) => void;
  toggleLock: (index: number) => void;
  toggleMark: (index: number) => void;
};

/** The actions stay the same objects while the sheet changes, so that a row is drawn anew only for what it shows. */
export function useRowActions(sheet: Sheet): RowActions {
  const latest = useRef(sheet);
  useLayoutEffect(() => {
    latest.current = sheet;
  });
  const [actions] = useState<RowActions>(() => {
    const shared = (index: number, percent: number) => {
      const { rates, locked } = latest.current;
      return giveShare(rates, index, percent / 100, locked);
    };
    return {
      commit(index, column, text) {
        const { path, values, edit } = latest.current;
        const own = [...path, index];
        if (column === 'id') return edit({ type: 'rename-value', path: own, id: text });
        const written: RecipeEdit = { type: 'set', path: [...own, column], value: text };
        const value = values[index];
        edit(column === 'name' && value ? [written, ...followers(value, text, own)] : [written]);
      },
      commitRate(index, rate) {
        const { rates, locked, writeRates } = latest.current;
        writeRates(setRate(rates, index, rate, locked));
      },
      toggleLock: (index) => latest.current.toggleLock(index),
      toggleMark: (index) => latest.current.toggleMark(index),
      slide: (index, percent) => latest.current.showRates(shared(index, percent)),
      finishSlide: (index, percent) => latest.current.writeRates(shared(index, percent)),
      stopSlide: () => latest.current.showRates(null),
    };
  });
  return actions;
}

/** A new value's id and description follow its name until they have been given a meaning of their own. */
function followers(value: TableValue, name: string, own: Path): RecipeEdit[] {
  const id = idFromName(name);
  const isIdNew = /^value(?:_\d+)?$/.test(value.id) && id !== '';
  const isMeaningNew = value.description === 'What it means';
  return [
    ...(isIdNew ? [{ type: 'rename-value', path: own, id } as const] : []),
    ...(isMeaningNew ? [{ type: 'set', path: [...own, 'description'], value: name } as const] : []),
  ];
}
