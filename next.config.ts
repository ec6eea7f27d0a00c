import { existsSync } from 'node:fs';
import type { NextConfig } from 'next';

const config: NextConfig = {
  // Native or with files of their own beside them: they are loaded, not bundled.
  serverExternalPackages: ['@prisma/client', '@prisma/adapter-better-sqlite3', 'better-sqlite3', 'pino'],
  // The contract's paths begin with /v1; Next keeps its routes for programs under /api.
  rewrites: async () => [{ source: '/v1/:path*', destination: '/api/v1/:path*' }],
  turbopack: {
    rules: {
      // Messages in fifty languages, of which the browser would fetch all and show none.
      '**/zod/v4/locales/index.js': { loaders: ['./scripts/next/no-exports.cjs'], condition: 'browser' },
    },
  },
  // `npm run typecheck` does it, once and for all of the code; a start shouldn't take twice as long for it.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // To write a cache takes a first build half as long again, and in most clones it is the only one.
    turbopackFileSystemCacheForBuild: existsSync('.next/BUILD_ID'),
    // A third of a build, for code that is read where it was built (decision 189).
    serverMinification: false,
    turbopackSourceMaps: false,
  },
  poweredByHeader: false,
  typedRoutes: false,
  // Verbs such as /runs/1:pause must not be redirected, nor paths with a slash at the end.
  skipTrailingSlashRedirect: true,
};

export default config;
