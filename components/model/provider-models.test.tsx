import { expect, test } from 'vitest';
import type { WireModel } from '@/lib/api/model-wire';
import { modelsOf } from './provider-models';

const model = (name: string, address: string, provider: number | null): WireModel => ({
  id: name.length,
  name,
  engine: 'REMOTE',
  base_url: address,
  provider_id: provider,
  provider_name: null,
  provider_origin: null,
  input_usd_per_million: null,
  output_usd_per_million: null,
  price_source: 'unknown',
  price_from: null,
  price_date: null,
});

test('two providers of one address show the same models, another address its own', () => {
  const models = [model('small', 'http://a/v1', 1), model('medium', 'http://b/v1', null)];
  const namesAt = (address: string) => modelsOf({ base_url: address }, models).map(({ name }) => name);
  expect(namesAt('http://a/v1')).toEqual(['small']);
  expect(namesAt('http://b/v1')).toEqual(['medium']);
  expect(namesAt('http://c/v1')).toEqual([]);
});
