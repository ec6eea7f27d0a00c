import type { Metadata } from 'next';
import { ApiReference } from '@/components/docs/api-reference';
import { Page } from '@/components/ui/page';
import { referenceOf } from '@/lib/server/reference';
import { routes } from '@/lib/server/route-table';

export const metadata: Metadata = { title: 'API' };

/** Every declared route; the same declarations make the OpenAPI document. */
export default function ApiPage() {
  const names = [...new Set(routes.map(({ path }) => groupOf(path)))];
  const groups = names.map((name) => ({
    name,
    routes: routes.filter(({ path }) => groupOf(path) === name).map(referenceOf),
  }));
  return (
    <Page title="API">
      <div className="stack api-page">
        <p className="t2">
          JSON in and out. Paths begin with <code className="mono">/v1</code> or{' '}
          <code className="mono">/api/v1</code>; project 1 is always there. A key goes along as{' '}
          <code className="mono">X-API-Key</code>, and counts only where the server has keys. The full
          description with all fields: <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.
        </p>
        <ApiReference groups={groups} />
      </div>
    </Page>
  );
}

/** What a path is about, by its first word behind the project. */
function groupOf(path: string): string {
  const [, word = ''] = /^(?:\/v1\/projects\/\{project\}|\/v1|\/api)\/(\w+)/.exec(path) ?? [];
  const name =
    { health: 'server', openapi: 'server', uploads: 'sources', session: 'keys', '': 'projects' }[word] ??
    word;
  return name === 'datasets' && path.endsWith(':upload')
    ? 'Sources'
    : `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
}
