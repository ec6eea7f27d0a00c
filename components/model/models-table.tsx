'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { WireModel } from '@/lib/api/model-wire';
import { formatCompact, formatDay } from '@/lib/client/format';
import { isEngineName } from '@/lib/llm/engines';
import { modelFacts } from '@/lib/llm/model-facts';
import { AddModel } from './add-model';
import { testWords } from './test-words';

/** Up to so many models are shown before one is asked to search. */
const shownAtOnce = 100;

/** The models of a provider with their prices, which can be set. */
export function ModelsTable({
  models,
  usedBy,
  testing,
  onTest,
  onPrice,
}: {
  models: readonly WireModel[];
  /** Names of the recipes that name a model. */
  usedBy: (model: string) => readonly string[];
  testing: string | null;
  onTest: ((model: string) => void) | null;
  onPrice: (model: WireModel) => void;
}) {
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
        {onTest === null ? null : (
          <span className={models.length > 12 ? undefined : 'right'}>
            <AddModel isTesting={(name) => name !== '' && name === testing} onTest={onTest} />
          </span>
        )}
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
                <th scope="col" className="r wide-cell">
                  Context
                </th>
                <th scope="col" className="wide-cell">
                  Can do
                </th>
                <th scope="col" className="wide-cell">
                  Used by
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
                  onPrice={() => onPrice(model)}
                  usedBy={usedBy(model.name)}
                />
              ))}
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
  usedBy,
  isTesting,
  onTest,
  onPrice,
}: {
  model: WireModel;
  usedBy: readonly string[];
  isTesting: boolean;
  onTest: (() => void) | null;
  onPrice: () => void;
}) {
  const known = model.price_source !== 'unknown';
  const facts = isEngineName(model.engine) ? modelFacts(model.engine, model.name) : null;
  return (
    <tr>
      <td title={model.name}>
        <b className="strong" dir="auto">
          {model.name}
        </b>
        {known ? <span className="small t3 price-origin">{priceOrigin(model)}</span> : null}
      </td>
      <td className="r">{priceWords(model.input_usd_per_million)}</td>
      <td className="r">{priceWords(model.output_usd_per_million)}</td>
      <td className="r wide-cell">{facts === null ? '–' : formatCompact(facts.contextTokens)}</td>
      <td className="t2 wide-cell">{facts === null ? '–' : facts.can.join(', ')}</td>
      <td className={`${usedBy.length === 0 ? 't3' : 't2'} wide-cell`} title={usedBy.join(', ')} dir="auto">
        {usedWords(usedBy)}
      </td>
      <td className="model-actions">
        <Button
          look="ghost"
          size="small"
          aria-label={`${known ? 'Change the price' : 'Set price'} of ${model.name}`}
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

/** "Banking77 intents, 1 more" */
function usedWords([first, ...more]: readonly string[]): string {
  if (first === undefined) return 'not used';
  return more.length === 0 ? first : `${first}, ${more.length} more`;
}

function priceWords(usd: number | null): string {
  if (usd === null) return '–';
  return usd === 0 ? 'free' : `$${usd < 0.1 ? String(usd) : usd.toFixed(2)}`;
}

/** "OpenAI price list, 1 Oct 2025" */
function priceOrigin({ price_from: from, price_date: day }: WireModel): string {
  return [from ?? 'set by you', day === null ? null : formatDay(day)].filter(Boolean).join(', ');
}
