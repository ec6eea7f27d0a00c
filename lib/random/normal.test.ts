import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalQuantile, normalShare } from './normal';

test.each([
  // Made by Python: statistics.NormalDist().inv_cdf(p)
  [1e-300, -37.0470962993612],
  [1e-16, -8.222082216130435],
  [1e-9, -5.9978070150076865],
  [0.001, -3.090232306167813],
  [0.0749, -1.4402382675279632],
  [0.076, -1.4325027208258114],
  [0.25, -0.6744897501960817],
  [0.5, 0.0],
  [0.6, 0.2533471031357998],
  [0.924, 1.4325027208258119],
  [0.926, 1.4466320671589785],
  [0.975, 1.9599639845400536],
  [0.9999999, 5.199337582290662],
])('P21 the quantile of %d is %d, to the last digits', (p, x) => {
  expect(Math.abs(normalQuantile(p) - x)).toBeLessThan(2e-15 * Math.max(1, Math.abs(x)) * 4);
});

test('P21 the quantile does not change by a bit', () => {
  const digits = [0.001, 0.1, 0.3, 0.77, 0.9999].map((p) => normalQuantile(p).toString());
  expect(digits).toMatchInlineSnapshot(`
    [
      "-3.090232306167813",
      "-1.2815515655446008",
      "-0.5244005127080407",
      "0.7388468491852137",
      "3.7190164854557084",
    ]
  `);
});

test('P21 it grows with the share, and the share takes it back', () => {
  const share = fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true });
  fc.assert(
    fc.property(share, share, (a, b) => {
      if (a < b - 1e-12) expect(normalQuantile(a)).toBeLessThan(normalQuantile(b));
      expect(normalShare(normalQuantile(a))).toBeCloseTo(a, 11);
    }),
    { numRuns: 500, seed: 7 },
  );
});
