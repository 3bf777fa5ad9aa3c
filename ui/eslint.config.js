import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

const seam = {
  group: ['@tauri-apps/*', '**/bindings'],
  allowTypeImports: true,
  message: 'Only backend/backend.ts talks to Rust; everything else uses the Backend interface.',
}

/** Imports go down only: each folder knows those before it in this list. `tests/structure.test.ts` looks at the rest. */
const folders = ['backend', 'lang', 'lib', 'backend/fake', 'state', 'components', 'customer', 'views']

function tier(files, folder, more = []) {
  const above = folders.slice(folders.indexOf(folder) + 1)
  const pattern = {
    regex: `^(\\.\\./)+(${[...above, 'backend/fake', 'App', 'main'].join('|')})\\b`,
    message: `What is in ${folder} does not know of this.`,
  }
  return {
    files,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [seam, pattern, ...more] }] },
  }
}

/** Folders beside one of the components, but for those that all may use. */
const beside = (...usable) => ({
  regex: `^\\.\\./(?!\\.\\./${usable.map((folder) => `|${folder}/`).join('')})`,
  message: 'Components know their own folder, guest and shared; a view puts the others together.',
})

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
    files: ['src/components/shared/QrCode.svelte'],
    rules: { 'svelte/no-inline-styles': 'off' },
  },
  tier(['src/backend/*.ts'], 'backend'),
  tier(['src/lang/**'], 'lang'),
  tier(['src/lib/**'], 'lib'),
  tier(['src/backend/fake/**'], 'backend/fake'),
  tier(['src/state/**'], 'state'),
  tier(['src/components/**'], 'components', [beside('shared', 'guest')]),
  tier(['src/components/guest/**'], 'components', [beside('shared')]),
  tier(['src/components/shared/**'], 'components', [beside()]),
  tier(['src/customer/**'], 'customer'),
  tier(['src/views/**'], 'views'),
  {
    files: ['src/backend/backend.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
)
