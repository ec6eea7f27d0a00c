'use client';

import { useState, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import type { WireModel } from '@/lib/api/model-wire';

const sources: Record<WireModel['price_source'], string> = {
  set: 'set by you',
  list: 'list price',
  unknown: 'unknown',
};

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
  onPrice: (model: WireModel, price: { input: number | null; output: number | null }) => Promise<boolean>;
}) {
  const [edited, setEdited] = useState<number | null>(null);
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
                  Price
                </th>
                <th scope="col">
                  <span className="hidden-text">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {matching.slice(0, shownAtOnce).map((model) =>
                edited === model.id ? (
                  <PriceEditor
                    key={model.id}
                    model={model}
                    onSave={async (price) => {
                      if (await onPrice(model, price)) setEdited(null);
                    }}
                    onCancel={() => setEdited(null)}
                  />
                ) : (
                  <ModelRow
                    key={model.id}
                    model={model}
                    isTesting={testing === model.name}
                    onTest={onTest === null ? null : () => onTest(model.name)}
                    onEdit={() => setEdited(model.id)}
                  />
                ),
              )}
            </tbody>
          </table>
        </div>
      )}
      {matching.length > shownAtOnce ? (
        <p className="hint">{matching.length - shownAtOnce} more: write a part of the name above.</p>
      ) : null}
    </section>
  );
}

function ModelRow({
  model,
  isTesting,
  onTest,
  onEdit,
}: {
  model: WireModel;
  isTesting: boolean;
  onTest: (() => void) | null;
  onEdit: () => void;
}) {
  const known = model.price_source !== 'unknown';
  return (
    <tr>
      <td title={model.name}>
        <b className="strong">{model.name}</b>
      </td>
      <td className="r">{priceWords(model.input_usd_per_million)}</td>
      <td className="r">{priceWords(model.output_usd_per_million)}</td>
      <td className="t3 wide-cell">{sources[model.price_source]}</td>
      <td className="model-actions">
        <Button
          look="ghost"
          size="small"
          aria-label={`${known ? 'Change' : 'Set'} the price of ${model.name}`}
          onClick={onEdit}
        >
          {known ? 'Price' : 'Set price'}
        </Button>
        {onTest === null ? null : (
          <Button size="small" busy={isTesting} aria-label={`Test ${model.name}`} onClick={onTest}>
            Test
          </Button>
        )}
      </td>
    </tr>
  );
}

function PriceEditor({
  model,
  onSave,
  onCancel,
}: {
  model: WireModel;
  onSave: (price: { input: number | null; output: number | null }) => Promise<void>;
  onCancel: () => void;
}) {
  const [input, setInput] = useState(model.input_usd_per_million?.toString() ?? '');
  const [output, setOutput] = useState(model.output_usd_per_million?.toString() ?? '');
  const [isBusy, setBusy] = useState(false);
  const price = { input: readPrice(input), output: readPrice(output) };
  const wrong =
    price.input === undefined ||
    price.output === undefined ||
    (price.input === null) !== (price.output === null);
  const form = `price-${model.id}`;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (price.input === undefined || price.output === undefined || wrong) return;
    setBusy(true);
    await onSave({ input: price.input, output: price.output });
    setBusy(false);
  };
  const field = (label: string, value: string, onChange: (value: string) => void, first: boolean) => (
    <span className="input price-field">
      <span className="t3">$</span>
      <input
        form={form}
        aria-label={`${label} of ${model.name}, dollars per million tokens`}
        inputMode="decimal"
        value={value}
        autoFocus={first}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
        }}
      />
    </span>
  );
  return (
    <tr className="editing">
      <td title={model.name}>
        <b className="strong">{model.name}</b>
      </td>
      <td className="r">{field('Input price', input, setInput, true)}</td>
      <td className="r">{field('Output price', output, setOutput, false)}</td>
      <td className="t3 wide-cell">empty: unknown</td>
      <td className="model-actions">
        <form id={form} onSubmit={(event) => void save(event)}>
          <Button look="ghost" size="small" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            size="small"
            look="primary"
            busy={isBusy}
            off={wrong ? 'Both prices, or neither' : undefined}
          >
            Save
          </Button>
        </form>
      </td>
    </tr>
  );
}

function priceWords(usd: number | null): string {
  if (usd === null) return '–';
  return usd === 0 ? 'free' : `$${usd < 0.1 ? String(usd) : usd.toFixed(2)}`;
}

/** A price as typed: null for unknown, undefined for what is no price. */
function readPrice(text: string): number | null | undefined {
  const digits = text.trim().replace(',', '.');
  if (digits === '') return null;
  const usd = Number(digits);
  return Number.isFinite(usd) && usd >= 0 ? usd : undefined;
}
