import { z } from 'zod';
import { AppError } from '@/lib/util/app-error';
import { absolutePath } from './data-dir';

/** What a process was told from outside, checked once at its start. */
export type Config = {
  /** Absolute path of the data directory. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Origin of the local model server, without `/v1`. */
  readonly modelServerUrl: string;
  readonly modelServerPort: number;
  readonly logLevel: LogLevel;
  /** Largest request body that the web process takes, in bytes. */
  readonly maxBodyBytes: number;
  /** Largest upload, all its files together, in bytes. */
  readonly maxUploadBytes: number;
  /** The value of an environment variable, for keys and addresses of providers; an empty one counts as unset. */
  readonly environment: (name: string) => string | undefined;
};

/** What the command line says; it wins over the environment. */
export type ConfigFlags = { dataDir?: string; host?: string; port?: string; logLevel?: string };

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

const portSchema = z.coerce.number().int().min(1).max(65535);

const variablesSchema = z.object({
  SEEDLOOM_DATA_DIR: z
    .string()
    .default('~/.seedloom')
    .describe('directory of the database, the key file and the models'),
  SEEDLOOM_HOST: z
    .string()
    .regex(/^[\w.:-]+$/)
    .default('127.0.0.1')
    .describe('address that the web server listens on'),
  SEEDLOOM_PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('port of the web server'),
  SEEDLOOM_MODEL_SERVER_PORT: portSchema.optional().describe('port of the local model server'),
  SEEDLOOM_MODEL_SERVER_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('address of the local model server, when it is not on this machine'),
  SEEDLOOM_LOG_LEVEL: z.enum(logLevels).default('info').describe('how much is logged'),
  SEEDLOOM_MAX_BODY_MB: z.coerce.number().positive().max(1024).default(32).describe('largest request body'),
  SEEDLOOM_MAX_UPLOAD_MB: z.coerce
    .number()
    .positive()
    .max(1_000_000)
    .default(1024)
    .describe('largest upload, all its files together'),
});

type Variable = keyof typeof variablesSchema.shape;

/** How far the model server's port lies from the web server's when nobody names it. */
const modelServerPortOffset = 1;

const wanted = {
  SEEDLOOM_DATA_DIR: 'a path',
  SEEDLOOM_HOST: 'a host name or an address',
  SEEDLOOM_PORT: 'a whole number from 1 to 65535, or 0 for any free port',
  SEEDLOOM_MODEL_SERVER_PORT: 'a whole number from 1 to 65535',
  SEEDLOOM_MODEL_SERVER_URL: 'an address that begins with http:// or https://',
  SEEDLOOM_LOG_LEVEL: `one of ${logLevels.join(', ')}`,
  SEEDLOOM_MAX_BODY_MB: 'a number of megabytes up to 1024',
  SEEDLOOM_MAX_UPLOAD_MB: 'a number of megabytes up to 1,000,000',
} as const satisfies Record<Variable, string>;

/** Every variable of our own with what it is for, in the order of the docs. */
export const configVariables: readonly { name: string; description: string; value: string }[] =
  Object.entries(wanted).map(([name, value]) => ({
    name,
    value,
    description: variablesSchema.shape[name as Variable].description ?? '',
  }));

const flagVariables = {
  dataDir: ['SEEDLOOM_DATA_DIR', '--data-dir'],
  host: ['SEEDLOOM_HOST', '--host'],
  port: ['SEEDLOOM_PORT', '--port'],
  logLevel: ['SEEDLOOM_LOG_LEVEL', '--log-level'],
} as const satisfies Record<keyof ConfigFlags, readonly [Variable, string]>;

/**
 * Reads flags and environment. Throws AppError `config-invalid`, whose message names the flag or
 * variable, its value and the way out.
 */
export function readConfig(
  flags: ConfigFlags = {},
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const given: Partial<Record<Variable, string>> = {};
  const source: Partial<Record<Variable, string>> = {};
  for (const { name } of configVariables) {
    const value = env[name]?.trim();
    if (value) given[name as Variable] = value;
  }
  for (const [flag, [variable, option]] of Object.entries(flagVariables)) {
    const value = flags[flag as keyof ConfigFlags];
    if (value === undefined) continue;
    given[variable] = value;
    source[variable] = option;
  }
  const parsed = variablesSchema.safeParse(given);
  if (!parsed.success) throw configInvalid(parsed.error, given, source);
  const values = parsed.data;
  const modelServerPort = values.SEEDLOOM_MODEL_SERVER_PORT ?? defaultModelServerPort(values.SEEDLOOM_PORT);
  return {
    dataDir: absolutePath(values.SEEDLOOM_DATA_DIR),
    host: values.SEEDLOOM_HOST,
    port: values.SEEDLOOM_PORT,
    modelServerPort,
    modelServerUrl: (values.SEEDLOOM_MODEL_SERVER_URL ?? `http://127.0.0.1:${modelServerPort}`).replace(
      /\/+$/,
      '',
    ),
    logLevel: values.SEEDLOOM_LOG_LEVEL,
    maxBodyBytes: Math.floor(values.SEEDLOOM_MAX_BODY_MB * 1024 * 1024),
    maxUploadBytes: Math.floor(values.SEEDLOOM_MAX_UPLOAD_MB * 1024 * 1024),
    environment(name) {
      const value = env[name]?.trim();
      return value === '' ? undefined : value;
    },
  };
}

function defaultModelServerPort(port: number): number {
  // Any free port: whoever started the web server says where the model server is.
  if (port === 0) return 3000 + modelServerPortOffset;
  return port + modelServerPortOffset <= 65535 ? port + modelServerPortOffset : port - modelServerPortOffset;
}

function configInvalid(
  error: z.ZodError,
  given: Partial<Record<Variable, string>>,
  source: Partial<Record<Variable, string>>,
): AppError {
  const messages = error.issues.map((issue) => {
    const variable = issue.path[0] as Variable;
    const option = source[variable];
    const wayOut = option
      ? `Give ${option} another value.`
      : `Change the variable, or unset it for the default.`;
    return `${option ?? variable} is "${given[variable] ?? ''}", but must be ${wanted[variable]}. ${wayOut}`;
  });
  return new AppError('config-invalid', messages.join('\n'));
}

/** The environment for a child process: ours, with these changes. */
export function childEnvironment(changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}
