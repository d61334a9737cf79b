import { createServer } from 'node:http';

/**
 * What flows fetch from elsewhere: a file of data, and as much of GitHub as its trigger and a release need.
 *
 * @returns {Promise<{ url: string, data: string, hook?: { url: string, secret: string }, close: () => Promise<void> }>} `data`: what is served, to be set
 */
export async function startOutside() {
  const outside = { data: 'a,1\n', hook: undefined };
  const serve = async (request, response) => {
    const chunks = await request.toArray();
    const answer = (status, body, type = 'application/json') => response.writeHead(status, { 'content-type': type }).end(body);
    if (request.url === '/data.csv') return answer(200, outside.data, 'text/csv');
    if (request.url === '/zipball/v2') return answer(200, 'a zip of the source', 'application/zip');
    if (request.method === 'POST' && /\/repos\/[^/]+\/[^/]+\/hooks$/.test(request.url)) {
      const { config, events } = JSON.parse(Buffer.concat(chunks).toString());
      outside.hook = config;
      return answer(201, JSON.stringify({ id: 1, active: true, events, config }));
    }
    return request.method === 'DELETE' ? answer(204) : answer(404, '{}');
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  outside.url = `http://127.0.0.1:${server.address().port}`;
  outside.close = () => new Promise((closed) => server.close(closed));
  return outside;
}
