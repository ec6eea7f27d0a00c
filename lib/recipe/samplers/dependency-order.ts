/** Positions in an order in which each stands behind the one that it depends on; those on a cycle are left out. */
export function dependencyOrder(attributes: readonly { id: string; on: string | undefined }[]): number[] {
  const positions = new Map(attributes.map(({ id }, at) => [id, at]));
  const states = new Map<number, 'open' | 'sound' | 'cyclic'>();
  const order: number[] = [];
  for (const start of attributes.keys()) {
    // Down to what depends on nothing or is known, then back up: chains can be long.
    const way: number[] = [];
    let at: number | undefined = start;
    while (at !== undefined && !states.has(at)) {
      states.set(at, 'open');
      way.push(at);
      at = positions.get(attributes[at]?.on ?? '');
    }
    const end = at === undefined ? 'sound' : (states.get(at) ?? 'sound');
    for (const step of way.reverse()) {
      states.set(step, end === 'sound' ? 'sound' : 'cyclic');
      if (end === 'sound') order.push(step);
    }
  }
  return order;
}

/** The ids along a cycle of dependencies through an attribute, itself first; null where it is on none. */
export function dependencyCycle(
  attributes: readonly { id: string; on: string | undefined }[],
  id: string,
): string[] | null {
  const on = new Map(attributes.map((attribute) => [attribute.id, attribute.on]));
  const way = [id];
  for (let at = on.get(id); at !== undefined && way.length <= attributes.length; at = on.get(at)) {
    if (at === id) return way;
    way.push(at);
  }
  return null;
}
