import { defineConfig } from 'tsdown';
import { esm } from '../../tsdown.base.ts';

export default defineConfig({
  ...esm,
  entry: ['src/index.ts', 'src/vitest.ts', 'src/bin.ts'],
});
