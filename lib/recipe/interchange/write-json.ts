import { encodeJson } from '@/lib/dataset/json';
import { isDict, isList, type Value } from '@/lib/util/value';

/** A value as JSON with a line for each part, for people to read. Keys keep their order, `5.0` its point. */
export function writeJson(value: Value, indent = 0): string {
  const pad = ' '.repeat(indent + 2);
  const end = `\n${' '.repeat(indent)}`;
  if (isList(value) && value.length > 0) {
    const items = value.map((item) => `${pad}${writeJson(item, indent + 2)}`);
    return `[\n${items.join(',\n')}${end}]`;
  }
  if (isDict(value) && value.size > 0) {
    const entries = [...value].map(
      ([key, item]) => `${pad}${JSON.stringify(key)}: ${writeJson(item, indent + 2)}`,
    );
    return `{\n${entries.join(',\n')}${end}}`;
  }
  return encodeJson(value);
}
