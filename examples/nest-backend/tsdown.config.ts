import { defineConfig } from 'tsdown';
import { esm } from '../../tsdown.base.ts';

export default defineConfig({
  ...esm,
  entry: { main: 'src/main.ts', 'deposit-thread': 'src/deposit-thread.ts' },
  dts: false,
});
