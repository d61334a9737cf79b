import { auditView } from '../api/audit-endpoints.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { jsonLine } from '../telemetry/visible.ts';
import { table } from './table.ts';
import { withStore } from './with-store.ts';

const shown = 100;

/** The latest entries, the newest first. */
export async function listAudit(configFile: string): Promise<void> {
  const entries = await withStore(configFile, (store) => new AuditLog(store).list({ limit: shown }));
  const rows = entries.map(({ at, who, action, subject, outcome, detail }) => [
    at.toISOString(),
    who,
    action,
    subject,
    outcome,
    JSON.stringify(detail),
  ]);
  process.stdout.write(table([['WHEN', 'WHO', 'DID', 'TO', 'OUTCOME', 'DETAIL'], ...rows]));
}

/** Everything, one JSON object a line, the oldest first. */
export async function exportAudit(configFile: string): Promise<void> {
  await withStore(configFile, async (store) => {
    for await (const entry of new AuditLog(store).all()) process.stdout.write(`${jsonLine(auditView(entry))}\n`);
  });
}

/** Exit code 1 when an entry was changed or taken out. */
export async function checkAudit(configFile: string): Promise<void> {
  const { entries, head, brokenAt, beginsAfter } = await withStore(configFile, (store) => new AuditLog(store).check());
  if (brokenAt === undefined) {
    process.stdout.write(
      `${entries} entries, each as it was written${beginsAfter === undefined ? '' : `; those up to ${beginsAfter} were let go after their time, as an entry says`}. The newest is ${head}: what was cut off behind it shows nowhere else.\n`,
    );
    return;
  }
  process.stdout.write(
    `The entry ${brokenAt} was changed, or one before it was taken out; the ${entries} before it are as they were written.\n`,
  );
  process.exitCode = 1;
}
