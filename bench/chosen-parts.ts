/**
 * The parts that `--only` names, by one flag with commas or by several; all where nothing is named. Throws a
 * RangeError that lists the parts for a name that is none of them.
 */
export function chosenParts(only: readonly string[], known: readonly string[]): ReadonlySet<string> {
  const names = only.flatMap((one) => one.split(',')).map((one) => one.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`--only ${unknown}: there is no such part; there are ${known.join(', ')}.`);
  }
  return new Set(names.length === 0 ? known : names);
}
