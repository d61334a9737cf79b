import { userInfo } from 'node:os';
import type { Store } from '@zenodo-connect/nestjs';
import { type AuditAct, AuditLog } from '../audit/audit-log.ts';

/** Does what a command was told to, with its entries in the audit log: who is the user of the machine. */
export function audited<T>(
  store: Store,
  act: Omit<AuditAct, 'who'>,
  does: () => Promise<T>,
  told?: (result: T) => Readonly<Record<string, unknown>>,
): Promise<T> {
  return new AuditLog(store).during({ ...act, who: `command/${userName()}` }, does, told);
}

/** In a container a user may have a number alone. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
