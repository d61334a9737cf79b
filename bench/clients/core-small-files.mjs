/**
 * Uploads N files of 100 KB into one draft, C at once, through core's own methods: one start for all, then content and
 * commit of each, with its MD5 compared. Prints `{ seconds }`.
 *
 *     node bench/clients/core-small-files.mjs URL N C
 */
import { randomBytes } from 'node:crypto';
import { fileFromBuffer, Zenodo } from '@zenodo-connect/core';

const [url, count, atOnce] = process.argv.slice(2);
const zenodo = new Zenodo({ baseUrl: url, dataciteUrl: url });
const sources = Array.from({ length: Number(count) }, (_, at) => fileFromBuffer(`${at}.bin`, randomBytes(100_000)));
// The first call loads the network and the schemas, which is start-up; the server does not count draft 0.
await zenodo.files.startMany('0', ['first.bin']);
const started = performance.now();
await zenodo.files.startMany(
  '1',
  sources.map(({ key }) => key),
);
const queue = [...sources];
const work = async () => {
  for (let source = queue.shift(); source; source = queue.shift()) {
    const { md5 } = await zenodo.files.uploadContent('1', source);
    const { checksum } = await zenodo.files.commit('1', source.key);
    if (checksum !== `md5:${md5}`) throw new Error(`${source.key} was stored with another MD5.`);
  }
};
await Promise.all(Array.from({ length: Number(atOnce) }, work));
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - started) / 1000 })}\n`);
process.exit(0);
