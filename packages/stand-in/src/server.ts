import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { App } from './app.ts';
import type { Effect } from './faults.ts';
import { Call } from './http/call.ts';
import { checkContentType, negotiate } from './http/negotiation.ts';
import { internalError, Problem } from './http/problem.ts';
import type { RateLimiter } from './http/rate-limiter.ts';
import { HTML, jsonReply, type Reply, reply } from './http/reply.ts';
import type { Route, Router } from './http/router.ts';
import { Windows } from './http/windows.ts';
import { userOf } from './state/users.ts';

/** The HTTP side: routing, faults, limits, and the order in which a request is refused. */
export function createHttpServer(app: App, router: Router, limiter: RateLimiter | undefined): Server {
  const windows = new Windows();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const seen = (status: number) => app.calls.push({ method, path: url.pathname, status });
    const cut = () => {
      seen(0);
      request.socket.destroy();
    };
    const send = async (answer: Reply, bodyLimit?: number) => {
      const limits = limiter?.headers(request) ?? {};
      seen(answer.status);
      await write(response, method, { ...answer, headers: { ...answer.headers, ...limits } }, bodyLimit);
    };

    const path = decodePath(url.pathname);
    const match = path === undefined ? [] : router.match(method, path);
    const route = 'route' in match ? match.route : undefined;
    const id = 'route' in match ? (match.params['id'] ?? '') : '';
    const parent = app.store.entry(id)?.parentId;
    const openDraftId = parent === undefined ? undefined : app.store.concept(parent)?.nextDraftId;
    const window = route?.window ? windows.enter(route.window, id) : undefined;
    try {
      const isControl = path?.startsWith('/_stand-in/') ?? false;
      const { delayMs, effect } = isControl ? { delayMs: 0, effect: undefined } : app.faults.take(method, url.pathname);
      if (delayMs > 0) await wait(delayMs);
      if (effect?.kind === 'answer') return await send(orderedAnswer(effect));
      if (effect?.kind === 'cutRequest') {
        await readUpTo(request, effect.afterBytes);
        return cut();
      }
      const limited = isControl ? undefined : limiter?.refuse(request, url.pathname);
      if (limited) return await send(limited);

      let answer: Reply;
      try {
        if (!('route' in match)) throw unmatched(match, url.pathname);
        answer = await run(
          match.route,
          (accepted) => {
            const headers = singleHeaders(request);
            return new Call({
              method,
              path: path ?? '',
              params: match.params,
              query: url.searchParams,
              headers,
              origin: app.publicUrl ?? `http://${headers['host'] ?? 'localhost'}`,
              user: userOf(app.tokens, tokenOf(headers, url.searchParams)),
              accepted,
              concurrent: window?.concurrent ?? false,
              openOnArrival: openDraftId === undefined ? undefined : app.store.entry(openDraftId),
              bytes: request,
            });
          },
          request,
        );
      } catch (error) {
        if (request.destroyed && !request.complete) return void seen(0);
        if (!(error instanceof Problem))
          process.stderr.write(`stand-in: ${method} ${url.pathname} failed inside: ${String((error as Error)?.stack ?? error)}\n`);
        answer = (error instanceof Problem ? error : internalError()).reply();
      }
      window?.leave();
      if (effect?.kind === 'workThen') return effect.after === 'silence' ? cut() : await send(proxyPage(effect.after.status));
      if (effect?.kind === 'wrongChecksum') answer = withWrongChecksum(answer);
      await send(answer, effect?.kind === 'cutReply' ? effect.afterBytes : undefined);
    } finally {
      window?.leave();
      request.resume();
    }
  }

  async function run(route: Route, callFor: (accepted: string) => Call, request: IncomingMessage): Promise<Reply> {
    if (route.takes) checkContentType(request.headers['content-type'], route.takes);
    const accepted = route.serves ? negotiate(request.headers.accept, route.serves) : '';
    return await route.handle(callFor(accepted), app);
  }

  return createServer({ requestTimeout: 0, keepAliveTimeout: 5000 }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path).replace(/\/{2,}/g, '/');
  } catch {
    return undefined;
  }
}

function singleHeaders(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function tokenOf(headers: Record<string, string | undefined>, query: URLSearchParams): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers['authorization'] ?? '');
  return bearer?.[1] ?? query.get('access_token') ?? undefined;
}

function unmatched(methods: readonly string[], path: string): Problem | PageProblem {
  const problem =
    methods.length > 0
      ? new Problem(405, 'The method is not allowed for the requested URL.')
      : new Problem(
          404,
          'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
        );
  return path.startsWith('/api/') || path.startsWith('/_stand-in/') ? problem : new PageProblem(problem.status, problem.message);
}

/** A refusal outside the API: a page instead of JSON. */
export class PageProblem extends Problem {
  override reply(): Reply {
    return reply(this.status, HTML, `<!doctype html>\n<title>${this.status}</title>\n<h1>${this.status}</h1>\n<p>${this.message}</p>\n`);
  }
}

async function readUpTo(request: IncomingMessage, bytes: number): Promise<void> {
  let left = bytes;
  if (left <= 0) return;
  for await (const chunk of request) {
    left -= (chunk as Buffer).length;
    if (left <= 0) return;
  }
}

function orderedAnswer(effect: Extract<Effect, { kind: 'answer' }>): Reply {
  const headers = { ...effect.headers };
  if (effect.body === undefined && effect.status >= 500)
    return { ...proxyPage(effect.status), headers: { ...proxyPage(effect.status).headers, ...headers } };
  if (typeof effect.body === 'string') return reply(effect.status, HTML, effect.body, headers);
  const body = effect.body === undefined ? { status: effect.status, message: 'Ordered by a fault.' } : effect.body;
  return { ...jsonReply(effect.status, null), headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** What stands between a client and Zenodo answers when Zenodo takes too long: HTML, whatever was asked. */
function proxyPage(status: number): Reply {
  const reason = { 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Time-out' }[status] ?? 'Error';
  return reply(status, 'text/html', `<html><body><h1>${status} ${reason}</h1>\nThe server didn't respond in time.\n</body></html>\n`);
}

function withWrongChecksum(answer: Reply): Reply {
  if (typeof answer.body !== 'string') return answer;
  const flip = (digit: string) => (digit === '0' ? '1' : '0');
  return { ...answer, body: answer.body.replace(/"checksum":"md5:([0-9a-f])/, (_, digit: string) => `"checksum":"md5:${flip(digit)}`) };
}

async function write(response: ServerResponse, method: string, answer: Reply, bodyLimit: number | undefined): Promise<void> {
  const { body } = answer;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.end - body.start + 1;
  const headers: Record<string, string | number> = { ...answer.headers };
  if (answer.status !== 204 && headers['content-length'] === undefined) headers['content-length'] = length;
  response.writeHead(answer.status, headers);
  if (method === 'HEAD' || answer.status === 204 || answer.status === 304 || length === 0) return void response.end();
  const sent = Math.min(length, bodyLimit ?? length);
  if (typeof body !== 'string') {
    if (sent > 0) {
      const bytes = createReadStream(body.path, { start: body.start, end: body.start + sent - 1 });
      await pipeline(bytes, response, { end: bodyLimit === undefined });
    }
  } else if (bodyLimit === undefined) response.end(body);
  if (bodyLimit === undefined) return;
  // A cut reply: let what was written reach the client, then drop the connection under it.
  await new Promise<void>((done) => {
    response.write(typeof body === 'string' ? Buffer.from(body).subarray(0, sent) : '', () => done());
    if (sent === 0 || typeof body !== 'string') response.flushHeaders();
    if (sent === 0 || typeof body !== 'string') setImmediate(done);
  });
  response.socket?.destroy();
}
