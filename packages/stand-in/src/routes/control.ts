import type { App } from '../app.ts';
import type { Effect, FaultMatch, Faults } from '../faults.ts';
import type { Call } from '../http/call.ts';
import { denied, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, docAt, isDoc, type Json } from '../json.ts';
import { callsPage } from '../pages/calls-page.ts';
import { page } from '../pages/layout.ts';
import { isPlan, type SeedPlan, seed } from '../seeds/seed.ts';

/** The stand-in's own door, for tests in another process. Only the administrator's token opens it. */
async function order(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  requireAdmin(call);
  if (!isDoc(body)) throw new Problem(400, 'A fault is a JSON object with "kind" and "match"; send one.');
  if (body['kind'] === 'lag') setLags(app.faults, body);
  else if (body['kind'] === 'limits') app.faults.rateLimits = body['rateLimits'] === true;
  else if (body['kind'] === 'quota') app.faults.quotaBytes = numberAt(body, 'quotaBytes');
  else if (body['kind'] === 'clock') app.faults.advanceClock(numberAt(body, 'ms'));
  else if (body['kind'] === 'tooManyRequests') {
    const seconds = body['retryAfterS'] === undefined ? {} : { retryAfterS: numberAt(body, 'retryAfterS') };
    app.faults.tooManyRequests(matchOf(docAt(body, 'match')), seconds);
  } else app.faults.add(matchOf(docAt(body, 'match')), effectOf(body));
  return noContent();
}

const EFFECTS: Readonly<Record<string, (body: Doc) => Effect>> = {
  answer: (body) => ({
    kind: 'answer',
    status: numberAt(body, 'status'),
    headers: docAt(body, 'headers') as Record<string, string>,
    ...(body['body'] === undefined ? {} : { body: body['body'] }),
  }),
  cutRequest: (body) => ({ kind: 'cutRequest', afterBytes: numberAt(body, 'afterBytes') }),
  cutReply: (body) => ({ kind: 'cutReply', afterBytes: numberAt(body, 'afterBytes') }),
  workThen: (body) => ({ kind: 'workThen', after: body['after'] === 'silence' ? 'silence' : { status: numberAt(body, 'status') } }),
  slowReply: (body) => ({ kind: 'slowReply', bytesPerSecond: Math.max(1, numberAt(body, 'bytesPerSecond')) }),
  delay: (body) => ({ kind: 'delay', ms: numberAt(body, 'ms') }),
  wrongChecksum: () => ({ kind: 'wrongChecksum' }),
  spoil: () => ({ kind: 'spoil' }),
};

function effectOf(body: Doc): Effect {
  const kind = String(body['kind']);
  const make = Object.hasOwn(EFFECTS, kind) ? EFFECTS[kind] : undefined;
  if (make) return make(body);
  throw new Problem(
    400,
    `The fault has no known "kind"; it is one of ${Object.keys(EFFECTS).join(', ')}, tooManyRequests, lag, limits, quota, clock.`,
  );
}

function setLags(faults: Faults, body: Doc): void {
  if (body['indexLagMs'] !== undefined) faults.indexLagMs = numberAt(body, 'indexLagMs');
  if (body['doiDelayMs'] !== undefined) faults.doiDelayMs = numberAt(body, 'doiDelayMs');
}

function matchOf({ method, path, times }: Doc): FaultMatch {
  return {
    ...(typeof method === 'string' ? { method } : {}),
    ...(typeof path === 'string' ? { path } : {}),
    ...(typeof times === 'number' ? { times } : {}),
  };
}

function numberAt(body: Doc, name: string): number {
  const value = body[name];
  if (typeof value !== 'number' || value < 0) throw new Problem(400, `The fault needs a number "${name}" of at least 0.`);
  return value;
}

function clear(call: Call, app: App): Reply {
  requireAdmin(call);
  app.faults.clear();
  return noContent();
}

function calls(call: Call, app: App): Reply {
  requireAdmin(call);
  return jsonReply(200, app.calls as unknown as Json);
}

function requireAdmin(call: Call): void {
  if (call.user?.account !== 'admin') throw denied();
}

async function plant(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  requireAdmin(call);
  if (!isPlan(body)) throw new Problem(400, 'A seed is a JSON object with "records" (a number or a list) and "communities"; send one.');
  const made = await seed(app, body as unknown as SeedPlan).catch((error: unknown) => {
    throw error instanceof Problem ? error : new Problem(400, error instanceof Error ? error.message : String(error));
  });
  return jsonReply(201, made as unknown as Json);
}

export const controlRoutes: readonly Route[] = [
  { method: 'POST', path: '/_stand-in/seed', handle: plant },
  { method: 'POST', path: '/_stand-in/faults', handle: order },
  { method: 'DELETE', path: '/_stand-in/faults', handle: clear },
  { method: 'GET', path: '/_stand-in/calls', handle: calls },
  { method: 'GET', path: '/_stand-in/calls.html', handle: (_call, app) => page('Calls', callsPage(app.calls)) },
];
