import next from '@next/eslint-plugin-next';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const core =
  'lib/{util,random,regex,tokens,template,llm,dataset,recipe,run,plan,transform,quality,export,sources,engine,api}/**';

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'test-results/**',
      'playwright-report/**',
      '.next/**',
      'prisma/generated/**',
      'next-env.d.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  // Nothing else draws: a fifth of the time of all rules is theirs.
  {
    files: ['{app,components,lib/client}/**'],
    extends: [next.configs['core-web-vitals'], reactHooks.configs.flat.recommended],
  },
  { languageOptions: { parserOptions: { projectService: true } } },
  {
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only lib/runtime/config reads it.' },
      ],
    },
  },
  {
    files: [core],
    ignores: ['dist/**', 'test-results/**', 'playwright-report/**', '**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'fetch',
        'window',
        'document',
        'setTimeout',
        'setInterval',
        'crypto',
        'Date',
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Take an Rng.' }],
    },
  },
  {
    files: ['app/**'],
    ignores: ['dist/**', 'test-results/**', 'playwright-report/**', 'app/**/{error,global-error}.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExpressionStatement[directive="use client"]',
          message: 'Client components live in components/.',
        },
      ],
    },
  },
  { files: ['lib/runtime/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  // Before packages are installed, or around the tests, there is no configuration module to ask.
  { files: ['scripts/**', 'e2e/**', 'playwright.config.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['lib/{cli,worker,model-server}/**', 'lib/runtime/log.ts'], rules: { 'no-console': 'off' } },
  { files: ['**/*.{js,cjs,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
);
