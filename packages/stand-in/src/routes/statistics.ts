import type { Call } from '../http/call.ts';
import { Problem } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { isDoc, type Json } from '../json.ts';

const KNOWN = ['record-view', 'record-view-all-versions', 'record-download', 'record-download-all-versions'];
const FORM = 'Invalid Input. It should be of the form { STATISTIC_NAME: { "stat": STAT_TYPE, "params": STAT_PARAMS }}';

/** Statistics stand in each record; asked for by themselves they are refused to everybody on Zenodo. */
async function query(call: Call): Promise<Reply> {
  if (!/^application\/(?:[\w.+-]*\+)?json\b/i.test(call.headers['content-type'] ?? ''))
    throw new Problem(415, "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.");
  const body = (await call.json()) ?? {};
  if (!isDoc(body)) throw new Problem(400, FORM);
  for (const asked of Object.values(body)) refuse(call, asked);
  return jsonReply(200, {});
}

function refuse(call: Call, asked: Json): never {
  const isFormed = isDoc(asked) && 'stat' in asked && Object.keys(asked).every((name) => name === 'stat' || name === 'params');
  if (!isFormed) throw new Problem(400, FORM);
  const stat = typeof asked['stat'] === 'string' ? asked['stat'] : JSON.stringify(asked['stat']);
  if (!KNOWN.includes(stat)) throw new Problem(400, `Unknown statistic '${stat}'`);
  throw new Problem(call.user ? 403 : 401, `You do not have a permission to query the statistic "${stat}" with those parameters`);
}

export const statisticsRoutes: readonly Route[] = [{ method: 'POST', path: '/api/stats', handle: query }];
