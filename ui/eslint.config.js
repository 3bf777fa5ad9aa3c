import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

const seam = {
  group: ['@tauri-apps/*', '**/bindings'],
  allowTypeImports: true,
  message: 'Only lib/backend.ts talks to Rust; everything else uses the Backend interface.',
}
const views = { group: ['**/views/*'], message: 'Components do not know views.' }

export default ts.config(
  { ignores: ['dist', 'dist-fake', 'node_modules', 'src/backend/bindings.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [seam] }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: {
      'svelte/button-has-type': 'error',
      'svelte/no-inline-styles': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // Maps and sets are kept in raw state here: they are replaced, never changed.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    // It places the picture on whole pixels; Svelte sets these through the object model, as the content policy allows.
    files: ['src/components/QrCode.svelte'],
    rules: { 'svelte/no-inline-styles': 'off' },
  },
  {
    files: ['src/components/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [seam, views] }] },
  },
  {
    files: ['src/lib/backend.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
)
