import type { App } from '../app.ts';
import type { Effect, FaultMatch, Faults } from '../faults.ts';
import type { Call } from '../http/call.ts';
import { denied, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, docAt, isDoc, type Json } from '../json.ts';
import { resetApp } from '../lifecycle/reset.ts';
import { callsPage } from '../pages/calls-page.ts';
import { page } from '../pages/layout.ts';
import { isPlan, type SeedPlan, seed } from '../seeds/seed.ts';

/** The stand-in's own door, for tests in another process. Only the administrator's token opens it. */
async function order(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  requireAdmin(call);
  if (!isDoc(body)) throw new Problem(400, 'A fault is a JSON object with "kind" and "match"; send one.');
  const kind = String(body['kind']);
  if (Object.hasOwn(ORDERS, kind)) ORDERS[kind]!(app.faults, body);
  else app.faults.add(matchOf(docAt(body, 'match')), effectOf(body));
  return noContent();
}

/** What is ordered besides effects on single calls. */
const ORDERS: Readonly<Record<string, (faults: Faults, body: Doc) => void>> = {
  lag: setLags,
  limits: (faults, body) => {
    faults.rateLimits = flagAt(body, 'rateLimits');
    for (const name of ['search', 'guest', 'user'] as const) if (body[name] !== undefined) faults.limits[name] = numberAt(body, name);
  },
  quota: (faults, body) => {
    faults.quotaBytes = numberAt(body, 'quotaBytes');
  },
  races: (faults, body) => {
    faults.races = flagAt(body, 'races');
  },
  clock: (faults, body) => {
    if (body['at'] === undefined) return faults.advanceClock(numberAt(body, 'ms'));
    const at = new Date(String(body['at']));
    if (Number.isNaN(at.getTime()))
      throw new Problem(400, 'The clock needs "ms" to go ahead by, or a date and time "at"; send one of them.');
    faults.setClock(at);
  },
  gone: (faults, body) => faults.gone(matchOf(docAt(body, 'match'))),
  stuckDraft: (faults, body) => {
    if (typeof body['id'] !== 'string') throw new Problem(400, 'The fault needs a text "id", that of the draft.');
    faults.stuckDraft(body['id']);
  },
  tooManyRequests: (faults, body) => {
    const seconds = body['retryAfterS'] === undefined ? {} : { retryAfterS: numberAt(body, 'retryAfterS') };
    faults.tooManyRequests(matchOf(docAt(body, 'match')), seconds);
  },
};

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
  throw new Problem(400, `The fault has no known "kind"; it is one of ${[...Object.keys(EFFECTS), ...Object.keys(ORDERS)].join(', ')}.`);
}

function setLags(faults: Faults, body: Doc): void {
  if (body['indexLagMs'] !== undefined) faults.indexLagMs = numberAt(body, 'indexLagMs');
  if (body['doiDelayMs'] !== undefined) faults.doiDelayMs = numberAt(body, 'doiDelayMs');
}

function matchOf({ method, path, times, ...others }: Doc): FaultMatch {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new Problem(400, `A matcher knows "method", "path" and "times", and no "${unknown}"; send those alone.`);
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

function flagAt(body: Doc, name: string): boolean {
  const value = body[name];
  if (typeof value !== 'boolean') throw new Problem(400, `The fault needs "${name}", true or false.`);
  return value;
}

function pending(call: Call, app: App): Reply {
  requireAdmin(call);
  return jsonReply(200, { pending: app.faults.pending });
}

function reset(call: Call, app: App): Reply {
  requireAdmin(call);
  resetApp(app);
  return noContent();
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
  if (!isPlan(body))
    throw new Problem(
      400,
      'A seed is a JSON object with "users", "communities" and "records", lists each ("records" may be a number); send one.',
    );
  const made = await seed(app, body as unknown as SeedPlan).catch((error: unknown) => {
    throw error instanceof Problem ? error : new Problem(400, error instanceof Error ? error.message : String(error));
  });
  return jsonReply(201, made as unknown as Json);
}

export const controlRoutes: readonly Route[] = [
  { method: 'POST', path: '/_stand-in/seed', handle: plant },
  { method: 'POST', path: '/_stand-in/faults', handle: order },
  { method: 'GET', path: '/_stand-in/faults', handle: pending },
  { method: 'POST', path: '/_stand-in/reset', handle: reset },
  { method: 'DELETE', path: '/_stand-in/faults', handle: clear },
  { method: 'GET', path: '/_stand-in/calls', handle: calls },
  { method: 'GET', path: '/_stand-in/calls.html', handle: (_call, app) => page('Calls', callsPage(app.calls)) },
];
