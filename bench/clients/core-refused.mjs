/**
 * Uploads a file that is refused, then asks for something else through the same client: the rest of the refused body must
 * not be read as that request. Fails when anything stays unhandled. Prints `{ seconds }`.
 *
 *     node bench/clients/core-refused.mjs URL FILE [--hash]
 */
import { fileFromPath, isPermissionError, Zenodo } from '@zenodo-connect/core';

const [url, file, hash] = process.argv.slice(2);
const zenodo = new Zenodo({ baseUrl: url, dataciteUrl: url });
const source = await fileFromPath(file, { key: 'data.bin', hash: hash === '--hash' });
const started = performance.now();
const refused = await zenodo.files.uploadContent('1', source).then(
  () => undefined,
  (error) => error,
);
if (!isPermissionError(refused)) throw new Error(`A refusal was expected, not ${refused}.`);
const seconds = (performance.now() - started) / 1000;
// Whatever was left unhandled shows before the process ends.
await new Promise((resolve) => setTimeout(resolve, 200));
process.stdout.write(`${JSON.stringify({ seconds })}\n`);
process.exit(process.exitCode ?? 0);
