'use client';

import { useEffect } from 'react';
import { useEditorStore } from './editor-context';

/** Keeps view, part, selected row and a seed of one's own in the address, so that a reload shows the same. */
export function useAddress(): void {
  const store = useEditorStore();
  useEffect(() => {
    const planned = store.getState().seed;
    return store.subscribe((state, before) => {
      const isSame = (['selected', 'seed', 'view', 'node'] as const).every(
        (key) => state[key] === before[key],
      );
      if (isSame) return;
      const parameters = new URLSearchParams(location.search);
      put(parameters, 'row', state.selected, 0);
      put(parameters, 'seed', state.seed, state.read.compiled?.recipe.seed ?? planned);
      put(parameters, 'view', state.view, 'form');
      put(parameters, 'node', state.node.kind === 'attribute' ? state.node.id : state.node.kind, null);
      const query = parameters.toString();
      window.history.replaceState(null, '', query === '' ? location.pathname : `?${query}`);
    });
  }, [store]);
}

function put<Value extends string | number>(
  parameters: URLSearchParams,
  name: string,
  value: Value,
  usual: Value | null,
) {
  if (value === usual) parameters.delete(name);
  else parameters.set(name, String(value));
}
