import { denied } from '../http/problem.ts';
import type { Entry } from '../state/entry.ts';
import type { User } from '../state/users.ts';

/** True when the user may see and change the draft: its owner, or an administrator. */
export function manages(user: User | undefined, entry: Entry): boolean {
  return user !== undefined && (user.id === entry.ownerId || user.account === 'admin');
}

/** @throws {Problem} 403, for nobody and for another user alike */
export function requireManager(user: User | undefined, entry: Entry): void {
  if (!manages(user, entry)) throw denied();
}

/** True when the files of the published record may be read. */
export function readsFiles(user: User | undefined, entry: Entry): boolean {
  return entry.record?.access['files'] !== 'restricted' || manages(user, entry);
}
