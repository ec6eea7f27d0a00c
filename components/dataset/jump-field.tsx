'use client';

import { CornerDownRight } from 'lucide-react';
import { useId, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { formatCount } from '@/lib/client/format';

/** The way to a row by its number. */
export function JumpField({ end, onJump }: { end: number; onJump: (row: number) => void }) {
  const [typed, setTyped] = useState('');
  const [isRefused, setRefused] = useState(false);
  const problemId = useId();
  return (
    <form
      className={classNames('input jump', isRefused && 'bad-field')}
      onSubmit={(event) => {
        event.preventDefault();
        const row = Number(typed.replaceAll(',', ''));
        if (typed.trim() === '') return;
        const isThere = Number.isInteger(row) && row >= 0 && row < end;
        setRefused(!isThere);
        if (isThere) onJump(row);
      }}
    >
      <Icon of={CornerDownRight} size="m" />
      <input
        aria-label="Go to row"
        placeholder="Go to row"
        inputMode="numeric"
        value={typed}
        aria-invalid={isRefused}
        aria-describedby={isRefused ? problemId : undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          setRefused(false);
        }}
      />
      {isRefused ? (
        <span id={problemId} role="alert" className="jump-problem small bad">
          {end === 0 ? 'There are no rows yet' : `Rows go from 0 to ${formatCount(end - 1)}`}
        </span>
      ) : null}
    </form>
  );
}
