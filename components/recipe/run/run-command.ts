import type { StartRunBody } from '@/lib/api/run-wire';

/** The command that starts the very run of a request over the API, for a POSIX shell. */
export function runCommand(origin: string, body: StartRunBody): string {
  return [
    `curl -X POST ${quoted(`${origin}/v1/projects/1/runs`)}`,
    `-H ${quoted('Content-Type: application/json')}`,
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
