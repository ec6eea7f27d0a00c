'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { ColumnStatistics } from '@/lib/api/dataset-wire';
import { formatCount, formatRows } from '@/lib/client/format';
import {
  chosenRange,
  chosenValues,
  conditionValue,
  setCondition,
  setRange,
  toggleValue,
} from '@/lib/client/rows/row-choice';
import { mostCountedRows } from '@/lib/dataset/most-rows';
import type { RowFilter } from '@/lib/dataset/row-filter';

type ColumnFilterProps = {
  column: string;
  facts: ColumnStatistics | undefined;
  /** Are only the first of the rows counted? */
  isCut: boolean;
  filters: readonly RowFilter[];
  nameOf: (value: unknown) => string;
  onFilters: (filters: RowFilter[]) => void;
};

/** Above this many values they can be searched. */
const fewValues = 12;

/** The conditions that fit what a column holds: its values with their counts, a range of numbers, parts of a text. */
export function ColumnFilter(props: ColumnFilterProps) {
  const { column, facts, isCut, filters, onFilters } = props;
  const isEmpty = conditionValue(filters, column, 'empty') !== undefined;
  return (
    <>
      {facts?.top !== undefined ? (
        <>
          <Values {...props} top={facts.top} distinct={facts.distinct ?? facts.top.length} />
          {isCut ? <p className="small t3">Counted in the first {formatRows(mostCountedRows)}.</p> : null}
        </>
      ) : (
        <Parts {...props} />
      )}
      <label className="row tight">
        <input
          type="checkbox"
          checked={isEmpty}
          onChange={() => onFilters(setCondition(filters, column, 'empty', isEmpty ? undefined : true))}
        />
        Is empty
      </label>
    </>
  );
}

function Values({
  column,
  top,
  distinct,
  filters,
  nameOf,
  onFilters,
}: ColumnFilterProps & { top: NonNullable<ColumnStatistics['top']>; distinct: number }) {
  const [search, setSearch] = useState('');
  const chosen = chosenValues(filters, column);
  const known = top.flatMap(({ value, count }) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [{ value, count }]
      : [],
  );
  const isCut = distinct > top.length;
  // What was typed before and isn't among the values that are known.
  const others = chosen.flatMap((value) =>
    value === null || known.some((one) => one.value === value) ? [] : [value],
  );
  const isOther = search !== '' && !known.some(({ value }) => value === search) && !others.includes(search);
  const shown = known.filter(({ value }) => nameOf(value).toLowerCase().includes(search.toLowerCase()));
  return (
    <>
      {known.length > fewValues ? (
        <input
          className="input"
          type="search"
          aria-label="Search the values"
          placeholder={`Search ${formatCount(distinct)} values`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      ) : null}
      {isCut ? (
        <p className="small t3">
          The {formatCount(top.length)} most frequent of {formatCount(distinct)} values. Type another one
          whole to look for it.
        </p>
      ) : null}
      <ul className="filter-values" aria-label={`Values of ${column}`}>
        {[
          ...others.map((value) => ({ value, count: undefined })),
          ...(isCut && isOther ? [{ value: search, count: undefined }] : []),
          ...shown,
        ].map(({ value, count }) => (
          <li key={String(value)}>
            <label className="row tight">
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={() => onFilters(toggleValue(filters, column, value))}
              />
              <span className="cut grow" dir="auto">
                {nameOf(value)}
              </span>
              <span className="t3 num small">
                {count === undefined ? 'exactly this' : formatCount(count)}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Text and range conditions, taken over by Enter or the button, so that a half-typed one reads no rows. */
function Parts({ column, facts, filters, onFilters }: ColumnFilterProps) {
  const isNumber = facts?.type === 'number';
  const isText = facts === undefined || facts.type === 'text';
  const range = chosenRange(filters, column);
  // A range of characters that was asked for elsewhere stays one.
  const of = isNumber ? 'value' : range?.of === 'characters' ? 'characters' : 'length';
  const [contains, setContains] = useState(() => textOf(conditionValue(filters, column, 'contains')));
  const [equals, setEquals] = useState(() => textOf(chosenValues(filters, column)[0]));
  const [from, setFrom] = useState(() => boundText(range?.from));
  const [to, setTo] = useState(() => boundText(range?.to));
  const apply = () => {
    const bounds = ordered(boundOf(from), boundOf(to));
    setFrom(boundText(bounds.from));
    setTo(boundText(bounds.to));
    let next = setRange(filters, column, {
      ...bounds,
      of,
    });
    if (!isNumber) next = setCondition(next, column, 'contains', contains === '' ? undefined : contains);
    if (isText) next = setCondition(next, column, 'eq', equals === '' ? undefined : equals);
    onFilters(next);
  };
  return (
    <form
      className="stack filter-parts"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {isNumber ? null : (
        <label className="stack tight">
          Contains
          <input
            className="input"
            dir="auto"
            value={contains}
            onChange={(event) => setContains(event.target.value)}
          />
        </label>
      )}
      {isText ? (
        <label className="stack tight">
          Is exactly
          <input
            className="input"
            dir="auto"
            value={equals}
            onChange={(event) => setEquals(event.target.value)}
          />
        </label>
      ) : null}
      <div className="row tight" hidden={facts?.type === 'mapping' && of !== 'characters'}>
        <label className="stack tight grow">
          {isNumber ? 'From' : isText || of === 'characters' ? 'Characters from' : 'Items from'}
          <input
            className="input"
            type="number"
            step="any"
            placeholder={boundText(facts?.min)}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </label>
        <label className="stack tight grow">
          to
          <input
            className="input"
            type="number"
            step="any"
            placeholder={boundText(facts?.max)}
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
      </div>
      <Button type="submit" size="small" look="primary">
        Show these rows
      </Button>
    </form>
  );
}

/** A range is meant even when its ends were typed the other way round. */
function ordered(from: number | undefined, to: number | undefined) {
  return from !== undefined && to !== undefined && from > to ? { from: to, to: from } : { from, to };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function boundText(bound: number | undefined): string {
  return bound === undefined || !Number.isFinite(bound) ? '' : String(bound);
}

function boundOf(text: string): number | undefined {
  return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}
