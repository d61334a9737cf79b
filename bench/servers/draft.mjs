/**
 * The files of one draft, kept as their MD5s alone; every answer takes so many milliseconds of the server's time. Calls to draft 0 are not counted.
 * `GET /count` answers `{ requests, files }` and begins anew. Prints `{ url }`.
 *
 *     node bench/servers/draft.mjs MILLISECONDS
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const thinkMs = Number(process.argv[2] ?? 0);
let files = new Map();
let requests = 0;

const server = createServer((request, response) => {
  const digest = createHash('md5');
  const chunks = [];
  const isContent = request.url.endsWith('/content');
  let size = 0;
  request.on('data', (chunk) => {
    size += chunk.length;
    digest.update(chunk);
    if (!isContent) chunks.push(chunk);
  });
  request.on('end', () => {
    if (request.url === '/count') {
      response.end(JSON.stringify({ requests, files: files.size }));
      requests = 0;
      files = new Map();
      return;
    }
    if (!request.url.startsWith('/api/records/0/')) requests += 1;
    const body = answer(request, { size, md5: digest.digest('hex'), text: Buffer.concat(chunks).toString() });
    setTimeout(() => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)), thinkMs);
  });
});

function answer({ url }, { size, md5, text }) {
  const [, key, action] = /\/draft\/files\/([^/]+)\/(content|commit)$/.exec(url) ?? [];
  // The older bucket takes a file in one request.
  if (url.startsWith('/api/files/')) return { checksum: `md5:${md5}`, size };
  if (key === undefined) {
    const entries = JSON.parse(text).map(({ key: name }) => ({ key: name, status: 'pending' }));
    return { enabled: true, entries };
  }
  if (action === 'content') files.set(key, { key, status: 'pending', size, checksum: `md5:${md5}` });
  else files.get(key).status = 'completed';
  return action === 'content' ? { key, status: 'pending' } : files.get(key);
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`));
process.on('SIGTERM', () => process.exit(0));
