import { expect, test } from 'vitest';
import { priceAddress, priceKey } from './price-address';

test('an address leads to the price of a model, whatever signs its name has', () => {
  const model = { engine: 'TOGETHER', name: 'meta-llama/Llama 3+ & more' };
  const address = new URL(priceAddress(model), 'http://localhost');
  expect(address.pathname).toBe('/models');
  expect(address.searchParams.get('price')).toBe(priceKey(model));
});
