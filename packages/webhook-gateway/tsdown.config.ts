import { defineConfig } from 'tsdown';
import { esm } from '../../tsdown.base.ts';

export default defineConfig({
  ...esm,
  entry: {
    index: 'src/index.ts',
    bin: 'src/bin.ts',
    // A thread starts from a file; `deposit-host.ts` looks for this name beside itself.
    'deposit-thread': 'src/deposits/deposit-thread.ts',
  },
});
