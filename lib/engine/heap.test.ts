import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHeap } from './heap';

test('what comes out is in order, whatever went in between', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer(), fc.constant('pop'))), (operations) => {
      const heap = createHeap<number>((a, b) => a - b);
      const model: number[] = [];
      for (const operation of operations) {
        if (typeof operation === 'number') {
          heap.push(operation);
          model.push(operation);
          model.sort((a, b) => a - b);
        } else {
          expect(heap.pop()).toBe(model.shift());
        }
        expect(heap.peek()).toBe(model[0]);
        expect(heap.size).toBe(model.length);
      }
    }),
    { seed: 1 },
  );
});
