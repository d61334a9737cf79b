import { defineConfig } from 'tsdown';
import { esm } from '../../tsdown.base.ts';

export default defineConfig({
  ...esm,
  // Without the tests: those that take a suite from another package would have its types written beside its source.
  tsconfig: 'tsconfig.build.json',
  entry: {
    index: 'src/index.ts',
    // Each of these needs a package that not every application has.
    bullmq: 'src/bullmq/index.ts',
    'event-emitter': 'src/bridges/event-emitter.ts',
    microservices: 'src/bridges/microservices.ts',
    opentelemetry: 'src/opentelemetry/index.ts',
    prometheus: 'src/prometheus/index.ts',
    testing: 'src/testing/index.ts',
    thread: 'src/thread/index.ts',
    bin: 'src/bin.ts',
    'nest-add': 'src/schematics/nest-add.ts',
    // The worker is a file of its own: a thread starts from a file, and `sqlite-store.ts` looks for this name beside itself.
    'sqlite-worker': 'src/store/sqlite-worker.ts',
  },
});
