'use client';

import { Choice } from '@/components/ui/tabs';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { unusedId } from '@/lib/recipe/form/unused-id';
import { shotsOf } from '@/lib/recipe/sources/source-names';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { FormNumber } from '../parts/form-fields';
import { IdField } from '../parts/id-field';
import { useTakenIds } from '../parts/use-taken-ids';

const ways = [
  { value: 'turn', label: 'One after the other' },
  { value: 'chance', label: 'Several by chance' },
] as const;

/** How rows take their records: the next one, or a list drawn for each row, with the list's name. */
export function DrawChoice({
  path,
  shots,
  id,
  hasId,
}: {
  path: Path;
  shots: number | undefined;
  id: string | undefined;
  /** The id has a field of its own elsewhere in the form. */
  hasId: boolean;
}) {
  const { edit } = useEditorActions();
  const taken = useTakenIds();
  const way = shotsOf(shots) > 0 ? 'chance' : 'turn';
  const change = (next: typeof way) => {
    const place = [...path, 'num_shots'];
    if (next === 'turn') edit({ type: 'remove', path: place });
    else {
      const named = id === undefined || id === '';
      edit([
        ...(named
          ? [{ type: 'set', path: [...path, 'id'], value: unusedId('examples', taken) } as const]
          : []),
        { type: 'set', path: place, value: 3 },
      ]);
    }
  };
  return (
    <div className="form-part">
      <h3 className="form-title">How rows take records</h3>
      <Choice label="How rows take records" items={ways} value={way} onChange={change} />
      {way === 'turn' ? (
        <p className="hint">Row 0 takes the first, row 1 the next; after the last comes the first again.</p>
      ) : (
        <>
          <p className="hint">{fieldHelp([...path, 'num_shots'])}</p>
          <div className="form-fields">
            <FormNumber path={[...path, 'num_shots']} label="Records a row" />
            {hasId ? null : <IdField path={path} label="Name of the list" />}
          </div>
        </>
      )}
    </div>
  );
}
