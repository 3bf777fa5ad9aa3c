import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  // Vitest resolves Svelte's server build unless told that it plays a browser.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    // One page for the staff and one for the customer's own window.
    rolldownOptions: {
      input: ['index.html', 'customer.html'],
      // What binds form controls would lie in the first script, which does not use it.
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: 'forms', test: /svelte.*bindings[\\/](select|input)\.js$/ }],
        },
      },
    },
    target: ['es2022', 'safari16'],
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, names, { hostType }) =>
        hostType === 'html' ? names.filter((name) => !name.includes('/forms-')) : names,
    },
    // A small picture would otherwise become a data: address, which the content policy refuses.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    // Vitest leaves a core to somebody who works beside it: of two cores that is half of what there is.
    maxWorkers: '100%',
    // Typing is slow on a busy machine.
    testTimeout: 120_000,
  },
}))
