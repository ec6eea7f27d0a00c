/** A request as an example shows it. */
export type ExampleRequest = {
  readonly method: string;
  /** From the first slash on. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** A file that goes along as multipart/form-data. */
  readonly file?: { readonly name: string; readonly text: string };
  /** What comes back: JSON when nothing is said. */
  readonly gives?: { readonly type: 'file'; readonly name: string } | { readonly type: 'events' };
};

/** The languages that examples are written in. */
export type ExampleLanguage = 'curl' | 'python' | 'typescript';

/**
 * A request in a language, against a server: for a POSIX shell, for Python with `requests`, for TypeScript on Node 20. The
 * key comes from the variable SEEDLOOM_API_KEY; a server without keys passes it over.
 */
export function exampleCode(language: ExampleLanguage, origin: string, request: ExampleRequest): string {
  const url = `${origin}${request.path}${queryText(request)}`;
  switch (language) {
    case 'curl':
      return curlCode(url, request, { needsKey: true });
    case 'python':
      return pythonCode(url, request);
    case 'typescript':
      return typescriptCode(url, request);
  }
}

/** A request for a POSIX shell. With `needsKey` the key of that shell goes along. */
export function curlCode(
  url: string,
  { method, body, file, gives }: Omit<ExampleRequest, 'path'>,
  { needsKey }: { needsKey: boolean },
): string {
  return [
    `curl${gives?.type === 'events' ? ' -N' : ''}${method === 'GET' ? '' : ` -X ${method}`} ${quoted(url)}`,
    ...(body === undefined ? [] : [`-H ${quoted('Content-Type: application/json')}`]),
    ...(needsKey ? ['-H "X-API-Key: $SEEDLOOM_API_KEY"'] : []),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
    ...(file === undefined ? [] : [`-F ${quoted(`file=@${file.name}`)}`]),
    ...(gives?.type === 'file' ? [`-o ${quoted(gives.name)}`] : []),
  ].join(' \\\n  ');
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function queryText({ query = {} }: ExampleRequest): string {
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return text === '' ? '' : `?${text}`;
}

function pythonCode(url: string, { method, body, file, gives }: ExampleRequest): string {
  const words = [
    pythonLiteral(url),
    'headers={"X-API-Key": os.environ.get("SEEDLOOM_API_KEY", "")}',
    ...(body === undefined ? [] : [`json=${pythonLiteral(body)}`]),
    ...(file === undefined ? [] : [`files={"file": open(${pythonLiteral(file.name)}, "rb")}`]),
    ...(gives?.type === 'events' ? ['stream=True'] : []),
  ];
  return [
    'import os',
    'import requests',
    '',
    `response = requests.${method.toLowerCase()}(`,
    ...words.map((word) => `    ${word},`),
    ')',
    'response.raise_for_status()',
    ...pythonEnd(gives),
  ].join('\n');
}

function pythonEnd(gives: ExampleRequest['gives']): string[] {
  switch (gives?.type) {
    case 'file':
      return [`with open(${pythonLiteral(gives.name)}, "wb") as file:`, '    file.write(response.content)'];
    case 'events':
      return ['for line in response.iter_lines(decode_unicode=True):', '    print(line)'];
    case undefined:
      return ['print(response.json())'];
  }
}

/** JSON as Python writes it: every text of JSON is one of Python's too. */
function pythonLiteral(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value);
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}: ${pythonLiteral(inner)}`).join(', ')}}`;
}

function typescriptCode(url: string, { method, body, file, gives }: ExampleRequest): string {
  const headers = [
    "'X-API-Key': process.env.SEEDLOOM_API_KEY ?? ''",
    ...(body === undefined ? [] : ["'Content-Type': 'application/json'"]),
  ];
  const isFileGiven = gives?.type === 'file';
  const functions = [...(file === undefined ? [] : ['readFile']), ...(isFileGiven ? ['writeFile'] : [])];
  return [
    ...(functions.length === 0 ? [] : [`import { ${functions.join(', ')} } from 'node:fs/promises';`, '']),
    ...(file === undefined
      ? []
      : [
          'const form = new FormData();',
          `form.set('file', new Blob([await readFile(${JSON.stringify(file.name)})]), ${JSON.stringify(file.name)});`,
        ]),
    `const response = await fetch(${JSON.stringify(url)}, {`,
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    `  headers: { ${headers.join(', ')} },`,
    ...(body === undefined
      ? []
      : [`  body: JSON.stringify(${JSON.stringify(body, null, 2).replaceAll('\n', '\n  ')}),`]),
    ...(file === undefined ? [] : ['  body: form,']),
    '});',
    'if (!response.ok) throw new Error(await response.text());',
    ...typescriptEnd(gives),
  ].join('\n');
}

function typescriptEnd(gives: ExampleRequest['gives']): string[] {
  switch (gives?.type) {
    case 'file':
      return [`await writeFile(${JSON.stringify(gives.name)}, Buffer.from(await response.arrayBuffer()));`];
    case 'events':
      return [
        'for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) console.log(piece);',
      ];
    case undefined:
      return ['console.log(await response.json());'];
  }
}
