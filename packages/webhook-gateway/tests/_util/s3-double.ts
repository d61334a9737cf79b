import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** The parts of S3 that a reader needs: lists in pages, HEAD and GET with `If-Match`, and signed requests alone. */
export async function startS3(bucket = 'raw') {
  const objects = new Map<string, { bytes: Buffer; etag: string }>();
  const counts = { gets: 0, lists: 0 };
  const state = { away: false };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://s3');
    if (state.away) return response.writeHead(503).end();
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=key/')) return response.writeHead(403).end();
    if (url.searchParams.get('list-type') === '2') {
      counts.lists += 1;
      const from = Number(url.searchParams.get('continuation-token') ?? 0);
      const all = [...objects].filter(([key]) => key.startsWith(url.searchParams.get('prefix') ?? '')).sort(([a], [b]) => (a < b ? -1 : 1));
      const page = all.slice(from, from + 2);
      const contents = page
        .map(
          ([key, { bytes, etag }]) => `<Contents><Key>${key}</Key><ETag>&quot;${etag}&quot;</ETag><Size>${bytes.length}</Size></Contents>`,
        )
        .join('');
      const more = from + 2 < all.length;
      const next = more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : '';
      return response
        .writeHead(200, { 'content-type': 'application/xml' })
        .end(
          `<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`,
        );
    }
    const object = objects.get(decodeURIComponent(url.pathname.slice(bucket.length + 2)));
    if (!object) return response.writeHead(404).end();
    if (request.headers['if-match'] && request.headers['if-match'] !== `"${object.etag}"`) return response.writeHead(412).end();
    response.writeHead(200, { etag: `"${object.etag}"`, 'content-length': object.bytes.length });
    if (request.method === 'GET') counts.gets += 1;
    return response.end(request.method === 'GET' ? object.bytes : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    state,
    /** @param etag - of a multipart upload it is no MD5 and has a dash */
    put: (key: string, bytes: Buffer | string, etag?: string) => {
      const buffer = Buffer.from(bytes);
      objects.set(key, { bytes: buffer, etag: etag ?? createHash('md5').update(buffer).digest('hex') });
    },
  };
}
