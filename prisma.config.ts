import { defineConfig } from 'prisma/config';

// `prisma generate` asks for the schema engine, a download it never runs: any executable will do.
// eslint-disable-next-line no-restricted-properties -- The tool reads the variable, not we.
if (process.argv.includes('generate')) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
