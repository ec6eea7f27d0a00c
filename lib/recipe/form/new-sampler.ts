import type { SamplerType } from '../sampler-schema';
import type { Plain } from './new-attribute';

/** A sampler of a type that is valid as it stands, but for a file, which has to be named. */
export function newSampler(type: SamplerType): Record<string, Plain> {
  switch (type) {
    case 'integer':
      return { type, min: 1, max: 100 };
    case 'float':
      return { type, min: 0, max: 1, decimals: 2 };
    case 'boolean':
      return { type, rate: 0.5 };
    case 'datetime':
      return { type, start: '2026-01-01', end: '2026-12-31' };
    case 'pattern':
      return { type, pattern: '[A-Z]{2}-[0-9]{4}' };
    case 'faker':
      return { type, method: 'commerce.productName' };
    case 'file':
      return { type, path: 'upload:', column: '' };
    case 'uuid':
    case 'person':
    case 'email':
    case 'phone':
    case 'address':
      return { type };
  }
}

/** How a form calls the types. */
export const samplerNames: Readonly<Record<SamplerType, string>> = {
  integer: 'Whole numbers',
  float: 'Numbers with decimals',
  boolean: 'True or false',
  datetime: 'Days and times',
  uuid: 'UUIDs',
  pattern: 'Texts of a form',
  person: 'People',
  email: 'E-mail addresses',
  phone: 'Phone numbers',
  address: 'Addresses',
  faker: 'Other things of faker',
  file: 'Values of a file',
};
