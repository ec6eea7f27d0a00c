'use client';

import { useMemo } from 'react';
import type { CompiledRecipe } from '@/lib/plan/compile';
import { planAsFar } from '@/lib/plan/plan-row';
import { cellOf } from '@/lib/plan/row-value';
import { pythonStr } from '@/lib/template/python-str';
import { AppError } from '@/lib/util/app-error';
import { Float, type Value } from '@/lib/util/value';
import { useEditor } from '../../editor/editor-context';

const shownValues = 30;
const countedRows = 600;
const bars = 24;

/** What an attribute draws in the first rows under the seed of the preview, as prompts print it; of numbers how they lie. */
export function DrawnValues({ id }: { id: string }) {
  const compiled = useEditor((state) => state.read.compiled);
  const seed = useEditor((state) => state.seed);
  // Planned anew when what was on its way has come.
  const rows = useEditor((state) => state.rows);
  const values = useMemo(() => draw(compiled, seed, id), [compiled, seed, id, rows]); // oxlint-disable-line react/exhaustive-deps
  const heights = useMemo(() => histogram(values), [values]);
  if (values.length === 0) return null;
  return (
    <div className="form-part">
      <h3>What it draws</h3>
      {heights === null ? null : (
        <div className="drawn-bars" role="img" aria-label={`How ${countedRows} drawn numbers lie`}>
          {heights.map((height, at) => (
            <span key={at} style={{ height: `${height * 100}%` }} />
          ))}
        </div>
      )}
      <ul className="drawn-values" aria-label="Drawn values">
        {values.slice(0, shownValues).map((value, row) => (
          <li key={row} title={`Row ${row}`}>
            {typeof value === 'string' ? value : pythonStr(value)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function draw(compiled: CompiledRecipe | null, seed: number, id: string): Value[] {
  if (compiled?.chance.order.some((one) => one.id === id) !== true) return [];
  const isNumber = compiled.chance.samplers.some((one) => one.id === id && one.range !== null);
  try {
    return Array.from({ length: isNumber ? countedRows : shownValues }, (_, row) =>
      cellOf(planAsFar(compiled, seed, row).values.get(id)),
    ).filter((value) => value !== undefined);
  } catch (error) {
    // The preview says why.
    if (error instanceof AppError) return [];
    throw error;
  }
}

/** Heights of bars from 0 to 1 over the range of numbers; null for anything else. */
function histogram(values: readonly Value[]): number[] | null {
  const numbers = values.map((value) => (value instanceof Float ? value.value : value));
  if (!numbers.every((value) => typeof value === 'number')) return null;
  const least = Math.min(...numbers);
  const width = Math.max(...numbers) - least;
  if (width === 0) return null;
  const counts = new Array<number>(bars).fill(0);
  for (const number of numbers) {
    const bar = Math.min(bars - 1, Math.floor(((number - least) / width) * bars));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return counts.map((count) => count / most);
}
