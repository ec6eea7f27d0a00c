import type { StartRunBody } from '@/lib/api/run-wire';

/**
 * The command that starts the very run of a request over the API, for a POSIX shell. A server that asks for a key
 * gets it from the variable SEEDLOOM_API_KEY of that shell.
 */
export function runCommand(
  origin: string,
  body: StartRunBody,
  { needsKey = false }: { needsKey?: boolean } = {},
): string {
  return [
    `curl -X POST ${quoted(`${origin}/v1/projects/1/runs`)}`,
    `-H ${quoted('Content-Type: application/json')}`,
    ...(needsKey ? ['-H "X-API-Key: $SEEDLOOM_API_KEY"'] : []),
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
