import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/story.ts'],
  format: ['esm'],
  dts: false,
  platform: 'node',
  target: 'node22',
  sourcemap: true,
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
});
