import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { denied, notFound } from '../http/problem.ts';
import { noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Account, userIdOf } from '../state/users.ts';

function block(call: Call, app: App): Reply {
  app.store.blockedUsers.add(userIdOf(accountOf(call, app)));
  return noContent();
}

function unblock(call: Call, app: App): Reply {
  app.store.blockedUsers.remove(userIdOf(accountOf(call, app)));
  return noContent();
}

function accountOf(call: Call, app: App): Account {
  if (call.user?.account !== 'admin') throw denied();
  const name = call.param('account');
  if (!Object.hasOwn(app.tokens, name)) throw notFound();
  return name as Account;
}

const BLOCKED = '/_stand-in/blocked/:account';

export const blockedAccountRoutes: readonly Route[] = [
  { method: 'PUT', path: BLOCKED, handle: block },
  { method: 'DELETE', path: BLOCKED, handle: unblock },
];
