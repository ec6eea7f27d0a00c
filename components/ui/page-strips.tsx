'use client';

import { createContext, useContext, type ReactNode } from 'react';

/** What is to be said on every page, such as a server that doesn't answer. */
export const PageStripsContext = createContext<ReactNode>(null);

/** Under the bar of each page: the strips that concern all of them. */
export function PageStrips() {
  return (
    <aside className="strips" aria-label="Notices">
      {useContext(PageStripsContext)}
    </aside>
  );
}
