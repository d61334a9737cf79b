import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { denied, notFound } from '../http/problem.ts';
import { noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { User } from '../state/users.ts';

function block(call: Call, app: App): Reply {
  app.store.blockedUsers.add(userOf(call, app).id);
  return noContent();
}

function unblock(call: Call, app: App): Reply {
  app.store.blockedUsers.remove(userOf(call, app).id);
  return noContent();
}

function userOf(call: Call, app: App): User {
  if (call.user?.account !== 'admin') throw denied();
  const user = app.store.users.withAccount(call.param('account'));
  if (!user) throw notFound();
  return user;
}

const BLOCKED = '/_stand-in/blocked/:account';

export const blockedAccountRoutes: readonly Route[] = [
  { method: 'PUT', path: BLOCKED, handle: block },
  { method: 'DELETE', path: BLOCKED, handle: unblock },
];
