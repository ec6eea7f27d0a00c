'use client';

import type { CSSProperties } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useMedia } from '@/lib/client/use-media';

const outlineRange = { minPx: 160, maxPx: 360 };
const previewRange = { minPx: 320, maxPx: 1040 };

type Widths = { outlinePx: number | null; previewPx: number | null };

/** Null: as wide as the window suggests. */
const useWidths = create<Widths>()(
  persist((): Widths => ({ outlinePx: null, previewPx: null }), { name: 'seedloom:panes' }),
);

/** The widths of the panes at the sides, remembered on this device, with what their splitters need. */
export function usePaneWidths() {
  const isNarrower = useMedia('(max-width: 1320px)');
  // On a very wide screen the form has all it can use: the rest is the preview's.
  const isWide = useMedia('(min-width: 1800px)');
  const isWider = useMedia('(min-width: 2400px)');
  const { outlinePx, previewPx } = useWidths();
  const outline = outlinePx ?? (isNarrower ? 200 : 228);
  const preview = previewPx ?? (isNarrower ? 424 : isWider ? 840 : isWide ? 620 : 492);
  const style: CSSProperties & Record<`--${string}`, string> = {
    '--outline-width': `${outline}px`,
    '--preview-width': `${preview}px`,
  };
  return {
    style,
    outline: {
      ...outlineRange,
      widthPx: outline,
      onChange: (widthPx: number) => useWidths.setState({ outlinePx: widthPx }),
    },
    preview: {
      ...previewRange,
      widthPx: preview,
      onChange: (widthPx: number) => useWidths.setState({ previewPx: widthPx }),
    },
  };
}
