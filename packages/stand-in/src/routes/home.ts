import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { Problem } from '../http/problem.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { homePage, refusedPage } from '../pages/home-page.ts';
import { page as pageOf } from '../pages/layout.ts';
import type { DocumentTest } from '../search/match.ts';
import { parseQuery } from '../search/query.ts';
import { firstInOrder, orderOf } from '../search/sort.ts';

const SIZE = 25;

/** All records and drafts of all users, as listings see them. */
function home(call: Call, app: App): Reply {
  const query = call.query.get('q')?.trim() ?? '';
  const all = app.catalogue.list('all', (documents) =>
    [...documents].flatMap(({ record, draft }) => [record, draft]).filter((one) => one !== undefined),
  );
  const matches = testOf(app, query);
  if (matches instanceof Problem) return pageOf('Records and drafts', refusedPage(query, matches.message), matches.status);
  const hits = query === '' ? all : all.filter(matches);
  const last = Math.max(1, Math.ceil(hits.length / SIZE));
  const asked = Number(call.query.get('page') ?? 1);
  const page = Number.isInteger(asked) ? Math.min(last, Math.max(1, asked)) : 1;
  const shown = firstInOrder(hits, orderOf('updated-desc')!, page * SIZE).slice((page - 1) * SIZE);
  return pageOf('Records and drafts', homePage({ query, page, total: hits.length, size: SIZE, shown }));
}

function testOf(app: App, query: string): DocumentTest | Problem {
  try {
    return app.catalogue.test(parseQuery(query));
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

export const homeRoutes: readonly Route[] = [{ method: 'GET', path: '/', handle: home }];
