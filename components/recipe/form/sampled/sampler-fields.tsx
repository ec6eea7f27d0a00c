'use client';

import { fakerLocales } from '@/lib/random/faker/locales';
import { fakerMethods } from '@/lib/random/faker/methods';
import type { DraftSampled } from '@/lib/recipe/draft';
import { samplerKeys, type SamplerKey } from '@/lib/recipe/samplers/sampler-keys';
import type { Path } from '@/lib/recipe/yaml/document';
import { FormNumber, FormText } from '../parts/form-fields';
import { FormSelect } from '../parts/form-select';
import { FileSamplerFields } from './file-sampler-fields';
import { capitalised } from '@/lib/util/capitalised';

type Draft = NonNullable<DraftSampled['sampler']>;

/** The fields of a sampler's type. */
export function SamplerFields({ path, sampler }: { path: Path; sampler: Draft }) {
  if (sampler.type === undefined) return null;
  if (sampler.type === 'file') return <FileSamplerFields path={path} sampler={sampler} />;
  const { needed, more } = samplerKeys[sampler.type];
  const isNormal = sampler.distribution === 'normal';
  const keys = [...needed, ...more].filter(
    (key) => (key !== 'mean' && key !== 'deviation') || isNormal || sampler[key] !== undefined,
  );
  return (
    <div className="form-fields">
      {keys.map((key) => (
        <SamplerField key={key} path={[...path, key]} name={key} isNeeded={needed.includes(key)} />
      ))}
    </div>
  );
}

const labels: Readonly<Partial<Record<SamplerKey, string>>> = {
  min: 'Least',
  max: 'Greatest',
  deviation: 'Standard deviation',
  rate: 'Share of true',
  min_age: 'Least age',
  max_age: 'Greatest age',
};

const numbers: ReadonlySet<SamplerKey> = new Set([
  'min',
  'max',
  'mean',
  'deviation',
  'decimals',
  'rate',
  'min_age',
  'max_age',
]);

const choices: Readonly<Partial<Record<SamplerKey, readonly string[]>>> = {
  distribution: ['UNIFORM', 'NORMAL'],
  sex: ['FEMALE', 'MALE'],
  locale: fakerLocales,
  method: fakerMethods,
};

function SamplerField({ path, name, isNeeded }: { path: Path; name: SamplerKey; isNeeded: boolean }) {
  const label = labels[name] ?? capitalised(name);
  const options = choices[name];
  if (options !== undefined) return <FormSelect path={path} label={label} options={options} />;
  if (numbers.has(name)) return <FormNumber path={path} label={label} />;
  return <FormText path={path} label={label} mono={name === 'pattern'} optional={!isNeeded} />;
}
