import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fastHash128Hex } from './fast-hash';

// Made with an implementation that gives SMHasher's verification value for x86_128, 0xB3ECE62A.
test.each([
  ['', '00000000000000000000000000000000'],
  ['a', '033bb196ccef4fe1ccef4fe1ccef4fe1'],
  ['ab', '260fb953af22b6fdaf22b6fdaf22b6fd'],
  ['hello, world', 'a852c8b9fdc4dd348d5ff2b878131e89'],
  ['abcdefgh', '6c3576558df898a1a76d230d42147114'],
  ['abcdefghi', '17a3d73237eee48604d39ee1ee7f6ddc'],
  ['The quick brown fox jumps over the lazy dog', '15beb6860f94f6cafed4894d28be6d5b'],
  ['ä€😀', '15857feb635e50ffff92269dff92269d'],
  ['x'.repeat(100), '75d59222d89acc23920a36f275d8faaf'],
])('%j is %s', (text, hash) => {
  expect(fastHash128Hex(text)).toBe(hash);
});

test('different texts have different hashes, however much alike', () => {
  const texts = fc.sample(fc.string(), { numRuns: 300, seed: 5 });
  const variants = new Set(texts.flatMap((text) => [text, `${text} `, `${text}\0`, `0${text}`, `${text}0`]));
  expect(new Set([...variants].map(fastHash128Hex)).size).toBe(variants.size);
});
