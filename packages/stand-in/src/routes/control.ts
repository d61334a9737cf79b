import type { App } from '../app.ts';
import type { FaultMatch } from '../faults.ts';
import type { Call } from '../http/call.ts';
import { denied, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, docAt, isDoc, type Json } from '../json.ts';

/** The stand-in's own door, for tests in another process. Only the administrator's token opens it. */
async function order(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  requireAdmin(call);
  if (!isDoc(body)) throw new Problem(400, 'A fault is a JSON object with "kind" and "match"; send one.');
  addFault(app, body);
  return noContent();
}

function addFault(app: App, body: Doc): void {
  const { faults } = app;
  const match = matchOf(docAt(body, 'match'));
  switch (body['kind']) {
    case 'answer':
      return faults.answer(match, {
        status: numberAt(body, 'status'),
        ...(body['body'] === undefined ? {} : { body: body['body'] }),
        headers: docAt(body, 'headers') as Record<string, string>,
      });
    case 'cutRequest':
      return faults.cutRequest(match, { afterBytes: numberAt(body, 'afterBytes') });
    case 'cutReply':
      return faults.cutReply(match, { afterBytes: numberAt(body, 'afterBytes') });
    case 'workThen':
      return faults.workThen(match, body['then'] === 'silence' ? 'silence' : { status: numberAt(body, 'status') });
    case 'delay':
      return faults.delay(match, { ms: numberAt(body, 'ms') });
    case 'wrongChecksum':
      return faults.wrongChecksum(match);
    case 'lag':
      if (body['indexLagMs'] !== undefined) faults.indexLagMs = numberAt(body, 'indexLagMs');
      if (body['doiDelayMs'] !== undefined) faults.doiDelayMs = numberAt(body, 'doiDelayMs');
      return;
    default:
      throw new Problem(
        400,
        'The fault has no known "kind"; it is one of answer, cutRequest, cutReply, workThen, delay, wrongChecksum, lag.',
      );
  }
}

function matchOf(match: Doc): FaultMatch {
  return {
    ...(typeof match['method'] === 'string' ? { method: match['method'] } : {}),
    ...(typeof match['path'] === 'string' ? { path: match['path'] } : {}),
    ...(typeof match['times'] === 'number' ? { times: match['times'] } : {}),
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

export const controlRoutes: readonly Route[] = [
  { method: 'POST', path: '/_stand-in/faults', handle: order },
  { method: 'DELETE', path: '/_stand-in/faults', handle: clear },
  { method: 'GET', path: '/_stand-in/calls', handle: calls },
];
