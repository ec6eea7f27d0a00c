import type { RunEstimate } from '@/lib/api/run-wire';
import { formatCount, formatUsd } from '@/lib/client/format';
import { endpointLimitWords, endpointPriceWords } from '@/lib/client/run-words';

/** Of a recipe with several models: what each writes, how often it is asked, at which price and limits. */
export function ModelCosts({ models }: { models: RunEstimate['models'] }) {
  return (
    <div className="model-costs" role="region" aria-label="Models of this run" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Writes</th>
            <th scope="col" className="r">
              Calls
            </th>
            <th scope="col" className="r">
              Cost
            </th>
            <th scope="col">Price</th>
            <th scope="col">Limits</th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={`${model.engine} ${model.base_url} ${model.model}`}>
              <th scope="row" className="cut" title={`${model.model}, ${model.label}`} dir="auto">
                {model.model.slice(model.model.lastIndexOf('/') + 1)}
              </th>
              <td className="cut" title={model.attribute_ids.join(', ')} dir="auto">
                {model.attribute_ids.join(', ') || 'nothing'}
              </td>
              <td className="r num">{formatCount(model.calls)}</td>
              <td className="r num">{model.cost_usd === null ? '–' : formatUsd(model.cost_usd)}</td>
              <td className="num">{endpointPriceWords(model)}</td>
              <td className="num">{endpointLimitWords(model)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
