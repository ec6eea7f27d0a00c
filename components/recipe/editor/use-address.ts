'use client';

import { useEffect } from 'react';
import { useEditorStore } from './editor-context';

/** Keeps the selected row and a seed of one's own in the address, so that a reload shows the same. */
export function useAddress(): void {
  const store = useEditorStore();
  useEffect(() => {
    const planned = store.getState().seed;
    return store.subscribe((state, before) => {
      if (state.selected === before.selected && state.seed === before.seed) return;
      const parameters = new URLSearchParams(location.search);
      put(parameters, 'row', state.selected, 0);
      put(parameters, 'seed', state.seed, state.read.compiled?.recipe.seed ?? planned);
      const query = parameters.toString();
      window.history.replaceState(null, '', query === '' ? location.pathname : `?${query}`);
    });
  }, [store]);
}

function put(parameters: URLSearchParams, name: string, value: number, usual: number) {
  if (value === usual) parameters.delete(name);
  else parameters.set(name, String(value));
}
