import type { WireRun } from '@/lib/api/run-wire';
import { endpointLimitWords, endpointPriceWords, endpointsOf, runState } from '@/lib/client/run-words';

/** Of a run with several models: where each answers, what it costs, how fast it may be asked, and which one limits. */
export function ModelsCard({ run }: { run: WireRun }) {
  const limited = runState(run).moves ? run.progress.limited_model : null;
  return (
    <section className="card" aria-labelledby="run-models">
      <div className="card-head">
        <h2 id="run-models">Models</h2>
      </div>
      <div className="model-costs" role="region" aria-label="Models of this run" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Provider</th>
              <th scope="col">Price</th>
              <th scope="col">Limits</th>
            </tr>
          </thead>
          <tbody>
            {endpointsOf(run).map((endpoint) => (
              <tr key={`${endpoint.engine} ${endpoint.base_url} ${endpoint.model}`}>
                <th scope="row" className="cut" title={endpoint.model} dir="auto">
                  {endpoint.model}
                </th>
                <td className="cut" title={endpoint.base_url}>
                  {endpoint.label}
                </td>
                <td className="num">{endpointPriceWords(endpoint)}</td>
                <td className="num">
                  {endpointLimitWords(endpoint)}
                  {endpoint.model === limited ? <span className="warn"> · sets the speed now</span> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
