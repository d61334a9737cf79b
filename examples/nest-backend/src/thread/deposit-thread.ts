/** The thread that deposits, so that uploads and answers of Zenodo never keep a request waiting. Ends when it is told to. */
import { parentPort } from 'node:worker_threads';
import { settingsFrom } from '../settings.ts';
import { startBackend } from '../start.ts';

const app = await startBackend(settingsFrom({ ...process.env, ROLE: 'worker' }));
parentPort?.once('message', () => {
  void app.close().then(() => parentPort?.close());
});
parentPort?.postMessage('works');
