import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Archives as GitHub serves them: another origin has the bytes, says no length, and is where the first one leads. */
export async function startForge(admits: (headers: IncomingHttpHeaders) => boolean = () => true) {
  const asked: string[] = [];
  /** What the other origin was told of who asks. */
  const seen = { storage: [] as string[] };
  const storage = await listen(
    createServer((request, response) => {
      asked.push(String(request.url));
      if (request.headers.authorization !== undefined) seen.storage.push(request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/x-gzip' });
      response.end(request.method === 'HEAD' ? undefined : `bytes of ${request.url}`);
    }),
  );
  const origin = await listen(
    createServer((request, response) => {
      asked.push(String(request.url));
      if (admits(request.headers)) response.writeHead(302, { location: `${storage}${request.url}` }).end();
      else response.writeHead(401).end();
    }),
  );
  return { origin, host: new URL(origin).host, asked, seen };
}

/** A payload as somebody else's example has it, with the forge of a test in the place of theirs. */
export const movedTo = (origin: string, payload: object): string =>
  JSON.stringify(payload).replace(/https:\/\/(api\.github\.com|github\.com|git\.example|gitlab\.example)(?=\/)/g, origin);

const hex = (algorithm: string, secret: string, body: string): string => createHmac(algorithm, secret).update(body).digest('hex');

/** All signatures that the forge sends, as its documentation has them. */
export const signed: Readonly<Record<'github' | 'gitea' | 'forgejo' | 'gitlab', (secret: string, body: string) => Record<string, string>>> =
  {
    github: (secret, body) => ({
      'x-hub-signature': `sha1=${hex('sha1', secret, body)}`,
      'x-hub-signature-256': `sha256=${hex('sha256', secret, body)}`,
    }),
    gitea: (secret, body) => ({
      'x-gitea-event': 'release',
      'x-gitea-signature': hex('sha256', secret, body),
      'x-gogs-signature': hex('sha256', secret, body),
      ...signed.github(secret, body),
    }),
    forgejo: (secret, body) => ({
      'x-forgejo-event': 'release',
      'x-forgejo-signature': hex('sha256', secret, body),
      ...signed.gitea(secret, body),
    }),
    gitlab: (secret) => ({ 'x-gitlab-event': 'Release Hook', 'x-gitlab-token': secret }),
  };
