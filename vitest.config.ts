import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

// n8n loads CommonJS; the package's ESM build would also print a line for each source map that it lacks.
const n8nWorkflow = createRequire(new URL('./packages/n8n-node/package.json', import.meta.url)).resolve('n8n-workflow');

/** One project a kind of test: `unit` beside the source, one for each package's `tests/`, and `tools`. */
const inFolder = (name: string, include: string[]) => ({
  test: {
    name,
    include,
    exclude: ['**/*.real.test.*', '**/node_modules/**', '**/dist/**'],
    // One second, as it is unless told, is little on a machine that does other things too.
    expect: { poll: { timeout: 15_000 } },
  },
});

export default defineConfig({
  test: {
    // Transforms are cached past a change of tsconfig (decorators), which hides mistakes: off.
    fsModuleCache: false,
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    projects: [
      inFolder('unit', ['packages/*/src/**/*.test.ts', 'examples/*/src/**/*.test.ts', 'bench/**/*.test.{ts,mjs}']),
      inFolder('core', ['packages/core/tests/**/*.test.ts']),
      inFolder('stand-in', ['packages/stand-in/tests/**/*.test.ts']),
      inFolder('nest-module', ['packages/nest-module/tests/**/*.test.ts']),
      inFolder('gateway', ['packages/webhook-gateway/tests/**/*.test.ts']),
      { ...inFolder('n8n-node', ['packages/n8n-node/test/**/*.test.mts']), resolve: { alias: { 'n8n-workflow': n8nWorkflow } } },
      inFolder('examples', ['examples/*/tests/**/*.test.ts']),
      inFolder('tools', ['tools/**/*.test.mjs']),
    ],
  },
});
