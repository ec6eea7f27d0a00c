import type { Sampler, SamplerType } from '../sampler-schema';

export type SamplerKey = Exclude<keyof Sampler, 'type'>;

/** Which keys go with a type: those that are needed, and those that may be left out. */
export const samplerKeys: Readonly<
  Record<SamplerType, { needed: readonly SamplerKey[]; more: readonly SamplerKey[] }>
> = {
  // With NORMAL, mean and deviation are needed in place of min and max: `checkSamplers` tells the two apart.
  integer: { needed: [], more: ['min', 'max', 'distribution', 'mean', 'deviation'] },
  float: { needed: [], more: ['min', 'max', 'distribution', 'mean', 'deviation', 'decimals'] },
  boolean: { needed: [], more: ['rate'] },
  datetime: { needed: ['start', 'end'], more: ['step', 'format'] },
  uuid: { needed: [], more: [] },
  pattern: { needed: ['pattern'], more: [] },
  person: { needed: [], more: ['locale', 'sex', 'min_age', 'max_age'] },
  email: { needed: [], more: ['locale'] },
  phone: { needed: [], more: ['locale'] },
  address: { needed: [], more: ['locale'] },
  faker: { needed: ['method'], more: ['locale'] },
  file: { needed: ['path', 'column'], more: ['weight_column', 'hf_split', 'hf_revision'] },
};

/** The locale that counts where none is written. */
export const defaultLocale = 'en';

/** The types whose values come from faker. */
export const fakerTypes: ReadonlySet<SamplerType> = new Set(['person', 'email', 'phone', 'address', 'faker']);

/** The parts of a person, in their order: `{customer.first_name}`. */
export const personParts = [
  'name',
  'first_name',
  'last_name',
  'sex',
  'age',
  'birth_date',
  'email',
  'username',
  'phone',
  'job',
] as const;

/** The parts of an address, in their order. */
export const addressParts = ['street', 'city', 'state', 'postcode', 'country_code'] as const;

/** The parts that a value of a type has; null where it is one piece or where they depend on more than the type. */
export function partsOfType(type: SamplerType): readonly string[] | null {
  if (type === 'person') return personParts;
  return type === 'address' ? addressParts : null;
}
