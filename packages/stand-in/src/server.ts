import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { type App, noteCall, type SeenCall } from './app.ts';
import type { Effect } from './faults.ts';
import { Call } from './http/call.ts';
import { orderedReply, proxyPage, withWrongChecksum } from './http/canned-replies.ts';
import { checkContentType, negotiate } from './http/negotiation.ts';
import { internalError, Problem, unknownAddress } from './http/problem.ts';
import { isEncoded } from './http/query-text.ts';
import type { RateLimiter } from './http/rate-limiter.ts';
import { RecordedBody, shownAnswer, withoutTokens } from './http/recorded-body.ts';
import { HTML, type Reply, reply } from './http/reply.ts';
import { headersOf, readUpTo, routedPath, targetOf, tokenOf } from './http/request-parts.ts';
import type { Match, Router } from './http/router.ts';
import { send, sendPart, sendSlowly } from './http/send.ts';
import { Windows } from './http/windows.ts';
import { runDailyTasks } from './lifecycle/daily-tasks.ts';
import type { User } from './state/users.ts';

/** What was known of a request as it arrived: before any delay, and before its body. */
interface Arrival {
  readonly method: string;
  readonly pathname: string;
  readonly search: string;
  readonly match: Match | readonly string[];
  readonly concurrent: boolean;
  readonly openOnArrival: Call['openOnArrival'];
  /** To be called once the work is done, so that the next write to the draft is no race any more. */
  readonly leave: () => void;
}

/** A certificate and its key, in PEM. */
export interface Tls {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** The HTTP side of a stand-in. `closing` ends requests that wait. */
export function createHttpServer(app: App, router: Router, limiter: RateLimiter, closing: AbortSignal, tls?: Tls): Server {
  const windows = new Windows();

  function arrive(request: IncomingMessage): Arrival {
    const method = request.method ?? 'GET';
    const { pathname, search } = targetOf(request);
    const path = routedPath(pathname);
    const match = path === undefined ? [] : router.match(method, path);
    const id = 'route' in match ? (match.params['id'] ?? '') : '';
    const concept = app.store.concept(app.store.entry(id)?.parentId ?? '');
    const window = 'route' in match && match.route.window ? windows.enter(match.route.window, id) : undefined;
    return {
      method,
      pathname,
      search,
      match,
      concurrent: app.faults.races && (window?.concurrent ?? false),
      openOnArrival: concept?.nextDraftId === undefined ? undefined : app.store.entry(concept.nextDraftId),
      leave: () => window?.leave(),
    };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival = arrive(request);
    const { method, pathname } = arrival;
    const recorded = app.recordBodies ? new RecordedBody() : undefined;
    const seen = (status: number, answered?: Reply) =>
      noteCall(app, { method, path: pathname, status, ...(recorded ? bodiesOf(recorded, answered, app) : {}) });
    const answer = async (given: Reply, effect?: Effect) => {
      seen(given.status, given);
      // Clients reckon instants such as the end of a limit from the clock that the answer shows.
      const date = new Date(app.faults.now()).toUTCString();
      const whole = { ...given, headers: { date, ...given.headers, ...limiter.headers(request) } };
      if (effect?.kind === 'cutReply') await sendPart(response, whole, effect.afterBytes);
      else if (effect?.kind === 'slowReply') await sendSlowly(response, whole, effect.bytesPerSecond, closing);
      else await send(response, method, whole);
    };
    const cut = () => {
      seen(0);
      request.socket.destroy();
    };

    try {
      const isControl = pathname.startsWith('/_stand-in/');
      const { delayMs, effect } = isControl ? { delayMs: 0, effect: undefined } : app.faults.take(method, pathname);
      if (delayMs > 0) await wait(delayMs, undefined, { signal: closing });
      if (effect?.kind === 'answer') return await answer(orderedReply(effect));
      if (effect?.kind === 'cutRequest') {
        await readUpTo(request, effect.afterBytes);
        return cut();
      }
      const limited = isControl || !app.faults.rateLimits ? undefined : limiter.refuse(request, pathname);
      if (limited) return await answer(limited);

      const done = await work(request, arrival, recorded, effect?.kind === 'spoil');
      arrival.leave();
      if (done === undefined) return cut();
      if (effect?.kind === 'workThen') return effect.after === 'silence' ? cut() : await answer(proxyPage(effect.after.status));
      await answer(effect?.kind === 'wrongChecksum' ? withWrongChecksum(done) : done, effect);
    } finally {
      arrival.leave();
      request.resume();
    }
  }

  /** Runs the route; a refusal becomes its answer. Undefined when the client went away meanwhile. */
  async function work(
    request: IncomingMessage,
    arrival: Arrival,
    recorded: RecordedBody | undefined,
    spoils: boolean,
  ): Promise<Reply | undefined> {
    const { method, pathname, search, match } = arrival;
    try {
      if (!('route' in match)) {
        if (method === 'OPTIONS' && match.length > 0) return allowed(match);
        throw unmatched(match, pathname);
      }
      if (pathname.startsWith('/api/') && !isEncoded(search)) throw new Problem(400, 'Error trying to decode a non urlencoded string.');
      const headers = headersOf(request);
      const query = new URLSearchParams(search);
      const { route, params } = match;
      if (route.takes) checkContentType(headers['content-type'], route.takes);
      const call = new Call({
        method,
        path: routedPath(pathname) ?? pathname,
        params,
        query,
        headers,
        origin: app.publicUrl ?? `${tls ? 'https' : 'http'}://${headers['host'] ?? 'localhost'}`,
        user: activeUser(app, tokenOf(headers['authorization'], query)),
        accepted: route.serves ? negotiate(headers['accept'], route.serves) : '',
        concurrent: arrival.concurrent,
        openOnArrival: arrival.openOnArrival,
        bytes: bytesOf(request, recorded, spoils),
      });
      runDailyTasks(app);
      return await route.handle(call, app);
    } catch (error) {
      if (closing.aborted || hasLeft(request)) return undefined;
      if (error instanceof Problem) return error.reply();
      process.stderr.write(`stand-in: ${method} ${pathname} failed inside: ${error instanceof Error ? error.stack : String(error)}\n`);
      return internalError().reply();
    }
  }

  const settings = { requestTimeout: 0, keepAliveTimeout: 60_000 };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch(() => response.destroy());
  };
  return tls ? createTlsServer({ ...settings, ...tls }, listener) : createServer(settings, listener);
}

/** True when the client went away, maybe with all of its request sent and not yet read. */
function hasLeft(request: IncomingMessage): boolean {
  return request.destroyed && (!request.complete || request.errored !== null);
}

function bytesOf(request: IncomingMessage, recorded: RecordedBody | undefined, spoils: boolean): AsyncIterable<Uint8Array> {
  // Who stops reading has something to answer: the connection has to live for that.
  const sent: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false });
  const bytes = recorded ? recorded.tap(sent) : sent;
  return spoils ? spoiled(bytes) : bytes;
}

/** One bit of the first byte is another. */
async function* spoiled(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of bytes) {
    const copy = Uint8Array.from(chunk);
    if (isFirst && copy.length > 0) copy[0] = copy[0]! ^ 1;
    isFirst = false;
    yield copy;
  }
}

/** Whose token it is; the one of a blocked user is nobody's. */
function activeUser(app: App, token: string | undefined): User | undefined {
  const user = app.store.users.withToken(token) ?? app.store.users.withId(app.oauth.userOf(token, app.faults.now()));
  return user && !app.store.blockedUsers.has(user.id) ? user : undefined;
}

/** What was sent and answered, as far as it is text; of a file that is streamed to the client its start and its size. */
function bodiesOf(recorded: RecordedBody, answered: Reply | undefined, app: App): Pick<SeenCall, 'requestBody' | 'responseBody'> {
  const shown = (text: string) => withoutTokens(text, [...Object.values(app.tokens), ...app.oauth.tokens, app.oauth.client.clientSecret]);
  return { requestBody: shown(recorded.text), responseBody: shown(answered ? shownAnswer(answered) : '') };
}

/** What a path can be asked, told to who asks that. */
function allowed(methods: readonly string[]): Reply {
  const all = new Set(['HEAD', 'OPTIONS', ...methods]);
  if (!all.has('GET')) all.delete('HEAD');
  return reply(200, HTML, '', { allow: [...all].join(', ') });
}

function unmatched(methods: readonly string[], path: string): Problem {
  const problem = methods.length > 0 ? new Problem(405, 'The method is not allowed for the requested URL.') : unknownAddress();
  return path.startsWith('/api/') || path.startsWith('/_stand-in/') ? problem : new PageProblem(problem.status, problem.message);
}

/** A refusal outside the API: a page instead of JSON. */
class PageProblem extends Problem {
  override reply(): Reply {
    return reply(this.status, HTML, `<!doctype html>\n<title>${this.status}</title>\n<h1>${this.status}</h1>\n<p>${this.message}</p>\n`);
  }
}
