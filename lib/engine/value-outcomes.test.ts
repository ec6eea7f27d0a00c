import { expect, test } from 'vitest';
import { createValueOutcomes } from './value-outcomes';

test('E139 rows are counted by the values drawn for them, and those that lose most are told', () => {
  const outcomes = createValueOutcomes([
    { attributeId: 'topic', place: 0 },
    { attributeId: 'tone', place: 2 },
  ]);
  for (let row = 0; row < 300; row += 1) {
    const topic = ['bread', 'bikes', 'birds'][row % 3] ?? '';
    const isLost = topic === 'birds' && row > 20;
    outcomes.add({ status: isLost ? 'rejected' : 'accepted', cells: [topic, 'text', `tone ${row % 2}`] });
  }
  expect(outcomes.starving()).toEqual([{ attributeId: 'topic', value: 'birds', tried: 100, accepted: 7 }]);
});

test('E139 a row without cells counts for nothing, and a column of too many values is left out', () => {
  const outcomes = createValueOutcomes([{ attributeId: 'name', place: 0 }]);
  outcomes.add({ status: 'failed', cells: [] });
  for (let row = 0; row < 2000; row += 1) {
    outcomes.add({ status: row % 250 === 7 ? 'failed' : 'accepted', cells: [`n${row % 250}`] });
  }
  expect(outcomes.starving()).toEqual([]);
});
