'use client';

import { Search } from 'lucide-react';
import { createContext, useContext } from 'react';
import { Icon } from './icon';
import { Keys, useAriaKeys } from './keys';
import { Tooltip } from './tooltip';

/** How to open what finds anything from anywhere; null where there is no such thing. */
export const SearchContext = createContext<(() => void) | null>(null);

const searchKeys = 'Ctrl K';

/** In the bar of each page: opens the palette. */
export function SearchButton() {
  const open = useContext(SearchContext);
  const keys = useAriaKeys(searchKeys);
  if (open === null) return null;
  return (
    <Tooltip text="Go anywhere, find recipes and runs">
      <button type="button" className="search-button wide-only" aria-keyshortcuts={keys} onClick={open}>
        <Icon of={Search} size="m" />
        <span className="hidden-text">Search</span>
        <span aria-hidden className="row tight">
          <Keys of={searchKeys} />
        </span>
      </button>
    </Tooltip>
  );
}
