'use client';

import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type Ref } from 'react';
import { IconButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

/** Typing rests for so long before the server is asked. */
const restMs = 200;

/**
 * Looks into all texts of the rows. What is typed shows at once; the rows follow when typing rests, and at once by
 * Enter and when the field is left: what is done next is meant for the rows that were searched for.
 */
export function SearchField({
  ref,
  value,
  placeholder,
  onSearch,
}: {
  ref?: Ref<HTMLInputElement>;
  value: string;
  placeholder: string;
  onSearch: (text: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // Cleared from elsewhere, such as by a chip.
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  const take = (text: string) => {
    clearTimeout(timer.current);
    const wanted = text.trim();
    if (wanted === known) return;
    setKnown(wanted);
    onSearch(wanted);
  };
  const search = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => take(text), restMs);
  };
  return (
    <span className="input rows-search">
      <Icon of={Search} size="m" />
      <input
        ref={ref}
        type="search"
        aria-label="Search the rows"
        placeholder={placeholder}
        maxLength={200}
        dir="auto"
        value={typed}
        onChange={(event) => search(event.target.value)}
        onBlur={() => take(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take(typed);
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (typed === '') event.currentTarget.blur();
          else search('');
        }}
      />
      {typed === '' ? null : (
        <IconButton icon={X} size="small" label="Clear the search" onClick={() => search('')} />
      )}
    </span>
  );
}
