'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { KindMark, type ThreadKind } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import { Pill } from '@/components/ui/pill';
import type { WireTemplate } from '@/lib/api/recipe-wire';
import { withLibraries } from '@/lib/client/with-libraries';
import { LoaderCircle } from 'lucide-react';
import { sampleOf } from './sample-of';

/** The ready-made recipes as cards with a sample of what comes out. A press opens a copy. */
export function TemplateGallery({
  templates,
  onOpen,
  openingName,
}: {
  templates: readonly WireTemplate[];
  onOpen: (template: WireTemplate) => void;
  openingName: string | undefined;
}) {
  return (
    <section aria-labelledby="templates-title">
      <div className="section-head">
        <h2 id="templates-title">Templates</h2>
      </div>
      <ul className="templates">
        {templates.map((template) => (
          <li key={template.id} className="card template">
            <span className="row">
              <h3 className="template-title cut">
                <button
                  type="button"
                  data-opens-recipe
                  aria-busy={openingName === template.name}
                  onClick={() => onOpen(template)}
                >
                  {template.name}
                </button>
              </h3>
              {template.runs_locally ? <Pill>runs locally</Pill> : null}
              {openingName === template.name ? <Icon of={LoaderCircle} size="m" spin /> : null}
            </span>
            <p className="what">{template.description}</p>
            <Sample json={template.sample_output} />
            <span className="foot">
              <Kinds template={template} />
              <span className="right">
                {template.calls_per_row} {template.calls_per_row === 1 ? 'call' : 'calls'} a row
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sample({ json }: { json: string }) {
  const { lead, text } = useMemo(() => sampleOf(json), [json]);
  return (
    <p className="sample">
      <span dir="auto">
        {lead === '' ? null : <b>{lead} </b>}
        {text}
      </span>
    </p>
  );
}

function Kinds({ template: { id, yaml } }: { template: WireTemplate }) {
  // The reader of recipes is large, and the page shows without it.
  const { data: kinds = [] } = useQuery({
    queryKey: ['templates', id, 'kinds'],
    queryFn: async () => {
      const { readRecipe } = await import('@/lib/recipe/read-recipe');
      const { isAttributeEntry } = await import('@/lib/recipe/outline');
      const { entries } = (await withLibraries(() => readRecipe(yaml))).outline;
      const planned = ['source', 'document', 'sampled'] as const satisfies ThreadKind[];
      const once = planned.filter((kind) => entries.some((entry) => entry.kind === kind));
      const rest = entries.filter(isAttributeEntry).map(({ kind }) => kind);
      return [...once, ...rest.filter((kind) => kind !== 'sampled')];
    },
    staleTime: Infinity,
  });
  return kinds.map((kind, index) => <KindMark key={index} kind={kind} />);
}
