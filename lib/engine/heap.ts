/** A priority queue: the smallest item, by the order given, comes out first. */
export type Heap<Item> = {
  readonly size: number;
  peek(): Item | undefined;
  push(item: Item): void;
  pop(): Item | undefined;
};

/** Makes an empty heap; `order` is negative when its first argument comes out first. */
export function createHeap<Item>(order: (a: Item, b: Item) => number): Heap<Item> {
  const items: Item[] = [];

  return {
    get size() {
      return items.length;
    },
    peek: () => items[0],
    push(item) {
      let at = items.length;
      items.push(item);
      while (at > 0) {
        const parentAt = (at - 1) >> 1;
        const parent = items[parentAt];
        if (parent === undefined || order(item, parent) >= 0) break;
        items[at] = parent;
        at = parentAt;
      }
      items[at] = item;
    },
    pop() {
      const first = items[0];
      const last = items.pop();
      if (last !== undefined && items.length > 0) sink(last);
      return first;
    },
  };

  function sink(item: Item): void {
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      let child = items[childAt];
      if (child === undefined) break;
      const right = items[childAt + 1];
      if (right !== undefined && order(right, child) < 0) {
        childAt += 1;
        child = right;
      }
      if (order(child, item) >= 0) break;
      items[at] = child;
      at = childAt;
    }
    items[at] = item;
  }
}
