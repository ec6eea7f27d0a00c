/** The page of models with the price of one of them open. */
export function priceAddress({ engine, name }: NamedModel): string {
  return `/models?${new URLSearchParams({ price: `${engine}/${name}` }).toString()}`;
}

/** The model that such an address asks the price of; null for any other. */
export function askedPrice(parameters: URLSearchParams): NamedModel | null {
  const [engine = '', ...name] = (parameters.get('price') ?? '').split('/');
  return name.length === 0 ? null : { engine, name: name.join('/') };
}

type NamedModel = { engine: string; name: string };
