/** How an address names a model whose price is asked for: OPENAI/gpt-5-mini. */
export function priceKey({ engine, name }: NamedModel): string {
  return `${engine}/${name}`;
}

/** The page of models with the price of one of them open. */
export function priceAddress(model: NamedModel): string {
  return `/models?${new URLSearchParams({ price: priceKey(model) }).toString()}`;
}

type NamedModel = { engine: string; name: string };
