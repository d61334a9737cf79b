import { defineConfig } from 'tsdown';
import { esm } from '../../tsdown.base.ts';

export default defineConfig({
  ...esm,
  // The worker is a file of its own: a thread starts from a file, and `md5-thread.ts` looks for this name beside itself.
  // Shaken to the part in use, zod loads in a third of the time.
  noExternal: ['zod'],
  entry: {
    index: 'src/index.ts',
    portable: 'src/portable.ts',
    'webhooks/index': 'src/webhooks/index.ts',
    'md5-worker': 'src/node/md5-worker.ts',
  },
});
