import { defineConfig } from 'tsdown';

export default defineConfig({
  // The worker is a file of its own: a thread starts from a file, and `sqlite-store.ts` looks for this name beside itself.
  entry: { index: 'src/index.ts', 'sqlite-worker': 'src/store/sqlite-worker.ts' },
  format: ['esm'],
  dts: true,
  platform: 'node',
  target: 'node22',
  sourcemap: true,
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
});
