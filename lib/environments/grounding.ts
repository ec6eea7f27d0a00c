import { encodeJson } from '@/lib/dataset/json';
import { createDraw, drawInt, type Draw } from '@/lib/random/draw';
import type { Environment } from '@/lib/recipe/environment-schema';
import { isDict, type Value } from '@/lib/util/value';

/** Facts of an environment that rows draw from, so that users ask for what there is. */
export type FactSource = {
  readonly environmentId: string;
  readonly pool: readonly Fact[];
  /** How many a row gets at most. */
  readonly size: number;
  /** Tells draws under other seeds of the recipe's `grounding` apart. */
  readonly purpose: string;
};

/** Some fields of something that there is. */
export type Fact = ReadonlyMap<string, Value>;

/** The facts of the environments that give any. An entry that has none of the fields is no fact. */
export function compileFacts(environments: readonly Environment[]): FactSource[] {
  return environments.flatMap((environment) => {
    const { grounding } = environment;
    if (grounding === undefined) return [];
    const pool = [...grounding.tools].flatMap(([tool, { fields }]) =>
      (environment.env_kwargs.lookup_table?.get(tool) ?? [])
        .map(({ input, output }) => new Map([...input, ...(isDict(output) ? output : [])]))
        .map((entry) => new Map(fields.flatMap((name) => fieldOf(entry, name))))
        .filter((fact) => fact.size > 0),
    );
    if (pool.length === 0) return [];
    const purpose = `grounding${grounding.seed === undefined ? '' : `:${grounding.seed}`}`;
    return [{ environmentId: environment.id, pool, size: grounding.sample_size, purpose }];
  });
}

function fieldOf(entry: ReadonlyMap<string, Value>, name: string): [string, Value][] {
  const value = entry.get(name);
  return value === undefined ? [] : [[name, value]];
}

/** The facts of a row: different ones, in chance's order, the same for the same seed. */
export function drawFacts(sources: readonly FactSource[], seed: number, row: number): Fact[] {
  return sources.flatMap((source) => {
    const draw = drawOf(source, seed);
    const left = [...source.pool];
    return Array.from({ length: Math.min(source.size, left.length) }, (_, count) =>
      left.splice(drawInt(draw, row, count, left.length), 1),
    ).flat();
  });
}

const drawsOfLastSeed = new WeakMap<FactSource, { seed: number; draw: Draw }>();

function drawOf(source: FactSource, seed: number): Draw {
  const last = drawsOfLastSeed.get(source);
  if (last?.seed === seed) return last.draw;
  const draw = createDraw(seed, source.environmentId, source.purpose);
  drawsOfLastSeed.set(source, { seed, draw });
  return draw;
}

/** Facts as the planner of a conversation is told them, with what it has to mind; empty without any. */
export function factsText(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  const bullets = facts.map(
    (fact) => `- ${[...fact].map(([name, value]) => `${name}=${encodeJson(value)}`).join(', ')}`,
  );
  return [
    'What there is in this world, as the tools know it:',
    ...bullets,
    'Let the user ask about these things and name them as they stand here. What has to be true before something is ' +
      'done must be true of them. The assistant finds things out by its tools: do not tell it beforehand what they give.',
  ].join('\n');
}
