import { defineConfig } from 'tsdown';
import { esm } from '../../tsdown.base.ts';

export default defineConfig({
  ...esm,
  // The worker is a file of its own: a thread starts from a file, and `sqlite-store.ts` looks for this name beside itself.
  entry: {
    index: 'src/index.ts',
    bullmq: 'src/bullmq/index.ts',
    testing: 'src/testing/index.ts',
    bin: 'src/bin.ts',
    'sqlite-worker': 'src/store/sqlite-worker.ts',
  },
});
