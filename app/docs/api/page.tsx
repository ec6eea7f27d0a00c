import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { routes } from '@/lib/server/route-table';

export const metadata: Metadata = { title: 'API' };

/** Every declared route in one table; the same declarations make the OpenAPI document. */
export default function ApiPage() {
  return (
    <Page title="API">
      <div className="stack">
        <p className="t2">
          JSON in and out. Paths begin with <code className="mono">/v1</code> or{' '}
          <code className="mono">/api/v1</code>. The full description with all fields:{' '}
          <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.
        </p>
        <section className="card" aria-label="Routes">
          <dl className="api-routes">
            {routes.map(({ method, path, summary }) => (
              <div key={`${method} ${path}`}>
                <dt className="mono">
                  <b>{method}</b> {path}
                </dt>
                <dd className="t2">{summary}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Page>
  );
}
