import { defineConfig } from 'tsdown';
import { esm } from '../../tsdown.base.ts';

export default defineConfig({
  ...esm,
  entry: ['src/main.ts'],
  dts: false,
});
