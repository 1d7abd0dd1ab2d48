import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

const pure = {
  'no-restricted-globals': [
    'error',
    { name: 'Date', message: 'Time is passed in.' },
    { name: 'performance', message: 'Time is passed in.' },
    { name: 'setTimeout', message: 'The pure core has no timers.' },
    { name: 'setInterval', message: 'The pure core has no timers.' },
    { name: 'process', message: 'The pure core knows nothing of processes.' },
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: 'Randomness is seeded and passed in.' },
  ],
}

export default ts.config(
  { ignores: ['dist/', 'out/', 'node_modules/', 'resources/', 'test/layers/planted/'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node } } },
  {
    files: ['renderer/**'],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
  },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['main/**', 'renderer/**', 'preload/**'],
    rules: { 'no-restricted-properties': pure['no-restricted-properties'] },
  },
  { files: ['main/search/**', 'main/study/**', 'main/training/**'], rules: pure },
)
