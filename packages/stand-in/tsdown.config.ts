import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/vitest.ts', 'src/bin.ts'],
  format: ['esm'],
  dts: true,
  platform: 'node',
  target: 'node22',
  sourcemap: true,
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
});
