// What a change must not do. Owns the borders between the folders as well: who may import whom.
import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

const tauri = {
  group: ['@tauri-apps/*'],
  message: 'only src/lib/backend/tauri.ts speaks with the program; use the Backend interface',
}
const contract = {
  group: ['**/contract/contract'],
  message: 'import types from $lib/contract',
}

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/lib/contract/contract.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: globals.browser } },
  { files: ['*.config.*', 'tests/**'], languageOptions: { globals: globals.node } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig, extraFileExtensions: ['.svelte'] } },
  },
  {
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'no-restricted-imports': ['error', { patterns: [tauri] }],
      // Keys of lists in this page are ids; a list without one is a mistake.
      'svelte/require-each-key': 'error',
      'svelte/no-at-html-tags': 'error',
      // Hash addresses of this page need no resolver.
      'svelte/no-navigation-without-resolve': 'off',
      // Sets and maps of controllers are bookkeeping that nothing on the screen depends on.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['src/lib/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/lib/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            tauri,
            { group: ['**/components/**', '$components/*'], message: 'lib knows nothing of components' },
          ],
        },
      ],
    },
  },
  {
    files: ['src/lib/backend/tauri.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            contract,
            { group: ['**/components/**', '$components/*'], message: 'lib knows nothing of components' },
          ],
        },
      ],
    },
  },
)
