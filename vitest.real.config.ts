import { defineConfig } from 'vitest/config';

/** Tests that need more than Node: `npm run test:real` installs it first. Their files end in `.real.test.*`. */
export default defineConfig({
  test: {
    include: ['**/*.real.test.{ts,mjs,mts}'],
    exclude: ['**/node_modules/**', '**/dist/**', '.cache/**'],
    fsModuleCache: false,
    // Each starts programs of several hundred MB; two at once would only slow each other down.
    fileParallelism: false,
    // A machine that others use takes three times as long for each of them.
    testTimeout: 240_000,
    hookTimeout: 300_000,
  },
});
