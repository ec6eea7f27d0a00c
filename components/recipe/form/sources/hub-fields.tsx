import type { Path } from '@/lib/recipe/yaml/document';
import { FormText } from '../parts/form-fields';

/** Which dataset of the hub, which part of it, and as it was when. */
export function HubFields({ path }: { path: Path }) {
  return (
    <div className="form-fields">
      <FormText path={[...path, 'path']} label="Dataset" mono />
      <FormText path={[...path, 'hf_split']} label="Split" mono />
      <FormText path={[...path, 'hf_revision']} label="Revision" mono optional placeholder="main" />
    </div>
  );
}
