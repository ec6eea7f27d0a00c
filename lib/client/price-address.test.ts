import { expect, test } from 'vitest';
import { askedPrice, priceAddress } from './price-address';

test('an address leads to the price of a model, whatever signs its name has', () => {
  const model = { engine: 'TOGETHER', name: 'meta-llama/Llama 3+ & more' };
  const address = new URL(priceAddress(model), 'http://localhost');
  expect(address.pathname).toBe('/models');
  expect(askedPrice(address.searchParams)).toEqual(model);
  expect(askedPrice(new URLSearchParams())).toBeNull();
});
