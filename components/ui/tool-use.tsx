import { ChevronRight } from 'lucide-react';
import { Icon } from './icon';

type Call = { name: string; arguments: string };

/** The tools that an assistant calls, one under the other, as they stand in a prompt. */
export function ToolCalls({ calls }: { calls: readonly Call[] }) {
  return calls.map(({ name, arguments: written }, at) => (
    <code key={at} className="mono small">
      {`calls ${name}(${written})\n`}
    </code>
  ));
}

/** A tool that was used: its name and arguments on one line, all of it and what it gave behind a press. */
export function ToolUse({ use }: { use: Call & { result: string | null } }) {
  const { name, arguments: written, result } = use;
  const isRefused = result !== null && isErrorText(result);
  return (
    <details className="fold call tool-use">
      <summary>
        <Icon of={ChevronRight} size="m" />
        <span className="mono small cut grow">
          <b className="strong">{name}</b>({written === '{}' ? '' : written})
        </span>
        {result === null ? (
          <span className="small t3">no result</span>
        ) : isRefused ? (
          <span className="small bad">error</span>
        ) : null}
      </summary>
      <div className="fold-body">
        <JsonPart title="Asked" text={written} />
        {result === null ? null : <JsonPart title={isRefused ? 'Error' : 'Gave'} text={result} />}
      </div>
    </details>
  );
}

function JsonPart({ title, text }: { title: string; text: string }) {
  return (
    <div className="tool-part">
      <span className="who">{title}</span>
      <pre className="mono small" dir="auto">
        {indented(text)}
      </pre>
    </div>
  );
}

/** Tools tell what went wrong as an object with `error` alone. */
function isErrorText(text: string): boolean {
  const value = parsed(text);
  return typeof value === 'object' && value !== null && Object.keys(value).join() === 'error';
}

function indented(text: string): string {
  const value = parsed(text);
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
