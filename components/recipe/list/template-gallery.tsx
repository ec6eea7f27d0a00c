'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { KindMark, type ThreadKind } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import { Pill } from '@/components/ui/pill';
import type { WireTemplate } from '@/lib/api/recipe-wire';
import { templateTags } from '@/lib/recipe/template-tags';
import { withLibraries } from '@/lib/client/with-libraries';
import { LoaderCircle } from 'lucide-react';
import { sampleOf } from './sample-of';

/** The ready-made recipes as cards with a sample of what comes out. A press opens a copy. */
export function TemplateGallery({
  templates,
  filter,
  onFilter,
  onOpen,
  openingName,
}: {
  templates: readonly WireTemplate[];
  filter: TemplateFilter;
  onFilter: (filter: TemplateFilter) => void;
  onOpen: (template: WireTemplate) => void;
  openingName: string | undefined;
}) {
  // A filter that finds nothing among those that are searched for would only hide them.
  const filters = templateFilters.filter((each) => templates.some((one) => fits(one, each)));
  const chosen = filters.includes(filter) ? filter : 'all';
  return (
    <section aria-labelledby="templates-title">
      <div className="section-head">
        <h2 id="templates-title">Templates</h2>
        <div className="template-filters right" role="group" aria-label="Filter templates">
          {filters.map((each) => (
            <button key={each} type="button" aria-pressed={each === chosen} onClick={() => onFilter(each)}>
              {filterNames[each]}
            </button>
          ))}
        </div>
      </div>
      <ul className="templates">
        {templates
          .filter((one) => fits(one, chosen))
          .map((template) => (
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

/** What the gallery can be narrowed to. */
export const templateFilters = ['all', ...templateTags, 'local'] as const;
export type TemplateFilter = (typeof templateFilters)[number];

const filterNames: Record<TemplateFilter, string> = {
  all: 'All',
  classify: 'Classify',
  questions: 'Q&A',
  conversation: 'Conversation',
  documents: 'Documents',
  tools: 'Tools',
  local: 'Runs locally',
};

function fits({ tags, runs_locally: runsLocally }: WireTemplate, filter: TemplateFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'local' ? runsLocally : tags.includes(filter);
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
