import type { FoundRecipe } from '@/lib/client/interchange/read-import';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { FoundLines } from '../found-lines';

const forms: Record<FoundRecipe['form'], string> = {
  recipe: 'A recipe',
  hosted: 'A config of the hosted service',
  parameters: 'A list of parameters',
  unreadable: 'No YAML and no JSON: it opens as it is',
};

/** What was found in a text, what is left out of it, and what is wrong with it, before it is stored. */
export function ImportFindings({ found }: { found: FoundRecipe }) {
  const { form, parts, model, hasKey, holdsSecret, notes, problems } = found;
  const facts = [forms[form], parts, model === null ? '' : `asks ${model}`].filter((text) => text !== '');
  return (
    <section className="findings" aria-label="What was found">
      <p className="findings-head" role="status">
        {facts.join(' · ')}
      </p>
      {hasKey ? <p className="small t2">Its key is taken out of the text and kept encrypted.</p> : null}
      {holdsSecret ? (
        <p className="small t2">Until then this text stands nowhere but here: a reload loses it.</p>
      ) : null}
      <FoundLines title="Left out or changed" lines={notes.map(lineOf)} />
      <FoundLines title="To mend in the editor" lines={problems.map(lineOf)} />
    </section>
  );
}

function lineOf({ severity, message }: Diagnostic) {
  return { severity, text: message };
}
