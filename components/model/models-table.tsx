'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { UpdateModelBody, WireModel } from '@/lib/api/model-wire';
import { formatDay } from '@/lib/client/format';
import { PriceDialog } from './price-dialog';
import { testWords } from './test-words';

/** Up to so many models are shown before one is asked to search. */
const shownAtOnce = 100;

/** The models of a provider with their prices, which can be set. */
export function ModelsTable({
  models,
  testing,
  onTest,
  onPrice,
}: {
  models: readonly WireModel[];
  testing: string | null;
  onTest: ((model: string) => void) | null;
  onPrice: (model: WireModel, price: UpdateModelBody) => Promise<boolean>;
}) {
  const [priced, setPriced] = useState<WireModel | null>(null);
  const [search, setSearch] = useState('');
  const matching = models.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <section aria-labelledby="provider-models">
      <div className="section-head">
        <h2 id="provider-models">Models</h2>
        <span className="small t3 wide-only">dollars per million tokens, editable</span>
        {models.length > 12 ? (
          <label className="input right models-search">
            <span className="hidden-text">Find a model</span>
            <input
              type="search"
              placeholder={`Find among ${models.length}`}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </label>
        ) : null}
      </div>
      {models.length === 0 ? (
        <p className="card models-none t3">
          No models known yet. A test lists them; a recipe may name any model.
        </p>
      ) : (
        <div className="card models-card">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col" className="r">
                  In
                </th>
                <th scope="col" className="r">
                  Out
                </th>
                <th scope="col" className="wide-cell">
                  Price from
                </th>
                <th scope="col">
                  <span className="hidden-text">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {matching.slice(0, shownAtOnce).map((model) => (
                <ModelRow
                  key={model.id}
                  model={model}
                  isTesting={testing === model.name}
                  onTest={onTest === null ? null : () => onTest(model.name)}
                  onPrice={() => setPriced(model)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {matching.length > shownAtOnce ? (
        <p className="hint">{matching.length - shownAtOnce} more: write a part of the name above.</p>
      ) : null}
      {priced === null ? null : (
        <PriceDialog
          model={priced}
          onSave={(price) => onPrice(priced, price)}
          onClose={() => setPriced(null)}
        />
      )}
    </section>
  );
}

function ModelRow({
  model,
  isTesting,
  onTest,
  onPrice,
}: {
  model: WireModel;
  isTesting: boolean;
  onTest: (() => void) | null;
  onPrice: () => void;
}) {
  const known = model.price_source !== 'unknown';
  return (
    <tr>
      <td title={model.name}>
        <b className="strong" dir="auto">
          {model.name}
        </b>
      </td>
      <td className="r">{priceWords(model.input_usd_per_million)}</td>
      <td className="r">{priceWords(model.output_usd_per_million)}</td>
      <td className="t3 wide-cell" title={priceOrigin(model)}>
        {priceOrigin(model)}
      </td>
      <td className="model-actions">
        <Button
          look="ghost"
          size="small"
          aria-label={`${known ? 'Change' : 'Set'} the price of ${model.name}`}
          onClick={onPrice}
        >
          {known ? 'Price' : 'Set price'}
        </Button>
        {onTest === null ? null : (
          <Button
            size="small"
            busy={isTesting}
            aria-label={`Test ${model.name}`}
            hint={testWords(model)}
            onClick={onTest}
          >
            Test
          </Button>
        )}
      </td>
    </tr>
  );
}

function priceWords(usd: number | null): string {
  if (usd === null) return '–';
  return usd === 0 ? 'free' : `$${usd < 0.1 ? String(usd) : usd.toFixed(2)}`;
}

/** "OpenAI price list, 1 Oct 2025" */
function priceOrigin({ price_source: source, price_from: from, price_date: day }: WireModel): string {
  if (source === 'unknown') return 'unknown';
  return [from ?? 'set by you', day === null ? null : formatDay(day)].filter(Boolean).join(', ');
}
