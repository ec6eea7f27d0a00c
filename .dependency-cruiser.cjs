/**
 * The layers of lib/, lowest first. A module may import from its own folder and from any
 * layer below it; never from above, nor from a neighbour in its own layer.
 */
const layers = [
  ['util'],
  ['random', 'regex', 'tokens'],
  ['template', 'llm', 'dataset', 'condition', 'json-schema'],
  ['recipe', 'run'],
  ['transform', 'quality', 'export', 'sources', 'environments'],
  ['plan'],
  ['engine', 'report'],
  ['api'],
  ['store'],
  ['runtime'],
  ['server', 'client'],
  ['worker', 'cli', 'model-server'],
];
const core = layers.slice(0, 8).flat();

const folder = (names) => `^lib/(${names.join('|')})/`;

const layerRules = layers.map((names, level) => ({
  name: `lib-layer-${names.join('-')}`,
  severity: 'error',
  from: { path: folder(names) },
  to: { path: folder(layers.slice(level).flat()), pathNot: '^lib/$1/' },
}));

/** npm packages that the core may use: they run in a browser and touch no world. Extend by decision. */
const corePackages = [
  'zod',
  'yaml',
  '@cfworker/json-schema',
  'hyparquet',
  'hyparquet-writer',
  'csv-stringify',
  're2js',
  '@noble/hashes',
  'gpt-tokenizer',
  '@faker-js/faker',
  '@cfworker/json-schema',
  '@marcbachmann/cel-js',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'lib-knows-no-ui',
      comment: 'lib/ holds no React component and no route.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(app|components)/' },
    },
    {
      name: 'core-uses-listed-packages-only',
      comment: 'The core runs the same in browser, worker, CLI and tests: the world comes in as arguments.',
      severity: 'error',
      from: { path: folder(core), pathNot: '[.]test[.]ts$' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: `node_modules/(${corePackages.join('|')})/`,
      },
    },
    {
      name: 'core-has-no-node-builtins',
      severity: 'error',
      from: { path: folder(core), pathNot: '([.]test|/testing/[^/]+)[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-code-reaches-no-server-code',
      comment: 'Transitive on purpose: one innocent-looking helper must not pull Prisma into the bundle.',
      severity: 'error',
      from: { path: '^(components|lib/client)/' },
      to: { path: '^(lib/(store|runtime|server|worker|cli|model-server)/|prisma/)', reachable: true },
    },
    {
      name: 'only-the-store-touches-the-database',
      severity: 'error',
      from: { pathNot: '^(lib/store/|prisma/)' },
      to: { path: '^prisma/|node_modules/@prisma/' },
    },
    {
      name: 'components-do-not-import-routes',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^app/' },
    },
    {
      name: 'component-areas-are-neighbours',
      comment: 'Areas meet in app/ pages, not in each other.',
      severity: 'error',
      from: { path: '^components/([^/]+)/' },
      to: { path: '^components/', pathNot: '^components/($1|ui)/' },
    },
    {
      name: 'ui-primitives-know-no-domain',
      severity: 'error',
      from: { path: '^components/ui/' },
      to: { path: '^(components/(?!ui/)|lib/(?!util/))' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^prisma/generated/'] },
    exclude: { path: '^(\\.next|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
