import { createServer } from 'node:http';

/** What a gateway of a fuzz run talks to besides Zenodo: files to pull, a key set, and an empty bucket. */
export async function startOutside(keySet) {
  const server = createServer((request, response) => {
    request.resume();
    const path = request.url.split('?')[0];
    if (path === '/keys') return response.setHeader('content-type', 'application/json').end(JSON.stringify(keySet));
    if (path.startsWith('/file/')) return response.end(`the bytes of ${path}`);
    if (request.method === 'GET' && path === '/bucket/')
      return response
        .setHeader('content-type', 'application/xml')
        .end('<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>');
    return response.writeHead(404).end();
  }); // prettier-ignore
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}
