'use client';

import { useEditor } from '../editor/editor-context';
import { FormNumber, FormText } from './parts/form-fields';

/** The form of the recipe as a whole. */
export default function RecipeForm() {
  const planned = useEditor((state) => state.seed);
  return (
    <div className="form">
      <div className="form-fields">
        <FormNumber path={['num_samples']} label="Rows" unit="rows" />
        <FormNumber path={['seed']} label="Seed" placeholder={`${planned}, drawn for this recipe`} />
      </div>
      <div className="form-fields">
        <FormText
          path={['output_path']}
          label="File of the command line"
          mono
          optional
          placeholder="rows.jsonl"
        />
      </div>
    </div>
  );
}
