import { isMap, isScalar, isSeq } from 'yaml';
import type { Shape } from '../shape';
import { scalarText } from '../yaml/document';

/**
 * Renames keys such as `possibleValues` to `possible_values` where the language has such a key at that place.
 * Keys that a person chose, such as the fields of examples, stay.
 */
export function snakeCaseKeys(node: unknown, shape: Shape): void {
  if (shape.type === 'list' && isSeq(node)) {
    for (const item of node.items) snakeCaseKeys(item, shape.item);
  }
  if (shape.type === 'dict' && isMap(node)) {
    for (const pair of node.items) snakeCaseKeys(pair.value, shape.value);
  }
  if (shape.type !== 'object' || !isMap(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const written = scalarText(key);
    const snake = written.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const name = shape.fields.has(written) ? written : snake;
    const field = shape.fields.get(name);
    if (field === undefined) continue;
    if (name !== written) key.value = name;
    snakeCaseKeys(value, field.shape);
  }
}
