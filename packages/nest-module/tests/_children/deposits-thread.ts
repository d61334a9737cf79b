/** The thread of `thread.test.ts`; told `die`, it ends as a crash does. */
import { runDeposits } from '../../src/thread/index.ts';

interface Data {
  readonly url: string;
  readonly token: string;
}

await runDeposits<Data>(({ data: { url, token }, store, heard }) => {
  heard((message) => {
    if (message === 'die') throw new Error('the thread was told to die');
  });
  return {
    zenodo: { token, baseUrl: url, dataciteUrl: url, createLookMs: 100 },
    deposits: {
      onTransition: ({ after }) => [
        { sql: `INSERT INTO ${store.table('seen')} (job, state) VALUES (?, ?) ON CONFLICT DO NOTHING`, params: [after.id, after.state] },
      ],
    },
  };
});
