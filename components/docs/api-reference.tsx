'use client';

import { ChevronRight, Copy } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';
import { Icon } from '@/components/ui/icon';
import { Choice } from '@/components/ui/tabs';
import { exampleCode, type ExampleLanguage, type ExampleRequest } from '@/lib/api/example-code';
import type { FieldReference, RouteReference } from '@/lib/api/route-reference';

const languages: readonly { value: ExampleLanguage; label: string }[] = [
  { value: 'curl', label: 'curl' },
  { value: 'python', label: 'Python' },
  { value: 'typescript', label: 'TypeScript' },
];

/** Every route, folded to a line: what it takes, what it gives, why it refuses, and an example in a language of choice. */
export function ApiReference({
  groups,
}: {
  groups: readonly { name: string; routes: readonly RouteReference[] }[];
}) {
  const [language, setLanguage] = useState<ExampleLanguage>('curl');
  const origin = useSyncExternalStore(
    () => () => undefined,
    () => window.location.origin,
    () => 'http://127.0.0.1:3000',
  );
  return (
    <>
      <div className="row">
        <span className="small t2">Examples in</span>
        <Choice items={languages} value={language} onChange={setLanguage} label="Language of the examples" />
      </div>
      {groups.map(({ name, routes }) => (
        <section key={name} className="stack tight" aria-labelledby={`api-${name}`}>
          <h2 id={`api-${name}`}>{name}</h2>
          {routes.map((route) => (
            <RouteFold key={`${route.method} ${route.path}`} route={route} {...{ origin, language }} />
          ))}
        </section>
      ))}
    </>
  );
}

function RouteFold({
  route,
  origin,
  language,
}: {
  route: RouteReference;
  origin: string;
  language: ExampleLanguage;
}) {
  const { method, path, summary, scope, fields, status, mediaTypes, refusals, example } = route;
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="fold api-route" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon of={ChevronRight} size="m" />
        <span className="mono api-path">
          <b>{method}</b> {path}
        </span>
        <span className="t2 small api-summary">{summary}</span>
      </summary>
      {isOpen ? (
        <div className="fold-body">
          {fields.length === 0 ? null : <Fields fields={fields} />}
          <dl className="api-facts">
            <dt>Gives</dt>
            <dd>
              {status}, {mediaTypes.join(' or ')}
            </dd>
            <dt>Needs</dt>
            <dd>
              {scope === null
                ? 'no key'
                : scope === 'signed'
                  ? 'a key, or a signed address'
                  : `a key that may ${scope}`}
            </dd>
            <dt>Refuses</dt>
            <dd>
              {refusals.map(({ status: refused, codes }) => (
                <span key={refused} className="api-refusal">
                  <b className="num">{refused}</b> {codes.join(', ')}
                </span>
              ))}
            </dd>
          </dl>
          {example === null ? null : <Example {...{ example, origin, language }} />}
        </div>
      ) : null}
    </details>
  );
}

function Fields({ fields }: { fields: readonly FieldReference[] }) {
  return (
    <div className="api-fields">
      <table className="table">
        <thead>
          <tr>
            <th>Field</th>
            <th>In</th>
            <th>Value</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, place, isRequired, type }) => (
            <tr key={`${place} ${name}`}>
              <td className="mono">
                {name}
                {isRequired ? <span className="t3 small"> needed</span> : null}
              </td>
              <td className="t2">{place}</td>
              <td className="t2">{type}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Example({
  example,
  origin,
  language,
}: {
  example: ExampleRequest;
  origin: string;
  language: ExampleLanguage;
}) {
  const code = exampleCode(language, origin, example);
  return (
    <div className="api-example">
      <pre className="mono small" tabIndex={0} aria-label="Example">
        {code}
      </pre>
      <Button size="small" icon={Copy} onClick={() => void copyText(code, 'Example copied')}>
        Copy
      </Button>
    </div>
  );
}
