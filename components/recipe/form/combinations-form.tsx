'use client';

import { Plus, X } from 'lucide-react';
import { useMemo } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/states';
import { SelectFrame } from '@/components/ui/field';
import type { DraftSampled } from '@/lib/recipe/draft';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { rateSum } from '@/lib/recipe/form/shares';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { FieldProblem } from './parts/field-problem';
import { FormNumber } from './parts/form-fields';
import { useProblemAt } from './parts/use-form-field';

const path: Path = ['strategy_params', 'combination_sampling'];

/** Values that come together in an exact share of the rows. */
export default function CombinationsForm() {
  const draft = useEditor((state) => state.read.draft.strategy_params);
  const problem = useProblemAt(path);
  const { edit } = useEditorActions();
  const combinations = draft?.combination_sampling ?? [];
  // What has a sampler, or depends on another, can't be part of one.
  const [attributes, others] = useMemo(() => {
    const named = (draft?.sampled_attributes ?? []).filter((attribute) => attribute?.id !== undefined);
    const isFree = (one: DraftSampled | undefined) =>
      one?.sampler === undefined && one?.depends_on === undefined;
    return [named.filter(isFree), named.filter((one) => !isFree(one))];
  }, [draft]);
  const sum = rateSum(combinations.map((one) => one?.sample_rate));
  const first = attributes.slice(0, 2);
  const add = () => {
    const pairs = first.flatMap((attribute) => {
      const value = attribute?.possible_values?.find((one) => one?.id !== undefined)?.id;
      return attribute?.id === undefined || value === undefined ? [] : [[attribute.id, value] as const];
    });
    const share = Math.max(0, Math.min(0.1, Math.round((1 - sum) * 100) / 100));
    const value = { combination: Object.fromEntries(pairs), sample_rate: share };
    edit({ type: 'insert', path, value });
  };
  if (attributes.length < 2 && combinations.length === 0) {
    return (
      <EmptyState title="No combinations">
        They say how often values of two or more sampled attributes come together. This recipe samples{' '}
        {attributes.length === 0 ? 'none' : 'one'} that can be part of one. {othersWords(others)}
      </EmptyState>
    );
  }
  return (
    <div className="form">
      <p className="t2">{fieldHelp(path)} All other rows have none of them.</p>
      {problem === undefined ? null : <FieldProblem id="combinations-problem" problem={problem} />}
      {combinations.map((one, index) => (
        <CombinationCard
          key={index}
          index={index}
          chosen={one?.combination ?? new Map()}
          attributes={attributes}
        />
      ))}
      {others.length === 0 ? null : <p className="small t3">{othersWords(others)}</p>}
      <div className="row wrap">
        <Button size="small" icon={Plus} onClick={add}>
          Combination
        </Button>
        <span className="right small t3 num">
          {combinations.length === 0
            ? 'Every attribute is drawn on its own'
            : `${percent(sum)} of the rows, ${percent(Math.max(0, 1 - sum))} are left for the rest`}
        </span>
      </div>
      {combinations.length > 0 ? (
        <ShareBar shares={combinations.map((one) => one?.sample_rate ?? 0)} />
      ) : null}
    </div>
  );
}

/** Why some attributes aren't offered. */
function othersWords(others: readonly (DraftSampled | undefined)[]): string {
  return others
    .map((one) =>
      one?.depends_on === undefined
        ? `${one?.id ?? ''} has a sampler and no list of values.`
        : `${one.id ?? ''} depends on ${one.depends_on.attribute ?? 'another'}: its weights stand in its own form.`,
    )
    .join(' ');
}

function CombinationCard({
  index,
  chosen,
  attributes,
}: {
  index: number;
  chosen: ReadonlyMap<string, string>;
  attributes: readonly (DraftSampled | undefined)[];
}) {
  const { edit } = useEditorActions();
  const place: Path = [...path, index];
  const problem = useProblemAt([...place, 'combination'], { below: true });
  const name = `Combination ${index + 1}`;
  // What is no attribute is shown too, so that it can be taken out.
  const unknown = [...chosen.keys()].filter((key) => !attributes.some((one) => one?.id === key));
  return (
    <div className="combination" role="group" aria-label={name}>
      <div className="combination-values">
        {attributes.map((attribute) => (
          <ValueChoice
            key={attribute?.id}
            attribute={attribute ?? {}}
            value={chosen.get(attribute?.id ?? '') ?? ''}
            onChange={(value) => {
              const to: Path = [...place, 'combination', attribute?.id ?? ''];
              edit(value === '' ? { type: 'remove', path: to } : { type: 'set', path: to, value });
            }}
          />
        ))}
        {unknown.map((key) => (
          <Button
            key={key}
            size="small"
            icon={X}
            onClick={() => edit({ type: 'remove', path: [...place, 'combination', key] })}
          >
            {key}, take it out
          </Button>
        ))}
      </div>
      <FormNumber path={[...place, 'sample_rate']} label="Share" close />
      <IconButton
        icon={X}
        size="small"
        label={`Remove combination ${index + 1}`}
        onClick={() => edit({ type: 'remove', path: place })}
      />
      {problem === undefined ? null : (
        <div className="combination-problem">
          <FieldProblem id={`combination-${index}`} problem={problem} />
        </div>
      )}
    </div>
  );
}

function ValueChoice({
  attribute,
  value,
  onChange,
}: {
  attribute: DraftSampled;
  value: string;
  onChange: (value: string) => void;
}) {
  const values = attribute.possible_values ?? [];
  const isKnown = value === '' || values.some((one) => one?.id === value);
  return (
    <label className="form-field">
      <span className="label" dir="auto">
        {attribute.id}
      </span>
      <SelectFrame isBad={!isKnown}>
        <select value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">any</option>
          {isKnown ? null : <option value={value}>{value}, unknown</option>}
          {values.map((one) =>
            one?.id === undefined ? null : (
              <option key={one.id} value={one.id}>
                {one.name ?? one.id}
              </option>
            ),
          )}
        </select>
      </SelectFrame>
    </label>
  );
}

/** The shares side by side; the sentence above says the same. */
function ShareBar({ shares }: { shares: readonly number[] }) {
  return (
    <div className="meter share-bar" aria-hidden>
      {shares.map((share, index) => (
        <i key={index} style={{ width: `${Math.min(1, share) * 100}%` }} />
      ))}
    </div>
  );
}

function percent(share: number): string {
  return `${(share * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`;
}
