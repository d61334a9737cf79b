import type { Store } from '@zenodo-connect/nestjs';
import { AuditLog } from '../audit/audit-log.ts';
import { ConfigError } from '../config/settings.ts';
import { DraftDesk } from '../jobs/draft-desk.ts';
import { Problem } from '../problems/problem.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { Decisions } from '../tables/decisions.ts';
import { audited } from './audited.ts';
import { table } from './table.ts';
import { withDeposits } from './with-deposits.ts';

/** The drafts that wait for a decision, or were stopped; the oldest first. */
export async function listDrafts(configFile: string): Promise<void> {
  const drafts = await withDesk(configFile, async (desk) => [...(await desk.all('waiting')), ...(await desk.all('stopped'))]);
  const rows = drafts.map(({ draftId, route, dataset, mode, state, openAt, approvers }) => [
    draftId,
    `${route}/${dataset}`,
    mode,
    state,
    openAt?.toISOString() ?? approvers?.join(', ') ?? '',
  ]);
  process.stdout.write(table([['DRAFT', 'DATASET', 'MODE', 'STATE', 'PUBLISHED AT, OR APPROVED BY'], ...rows]));
}

/** Publishing is for ever; the running gateway does it. */
export async function approveDraft(configFile: string, draftId: string, by: string): Promise<void> {
  await withDesk(configFile, (desk, store) =>
    audited(store, { action: 'draft.approve', subject: draftId, detail: { by } }, () => desk.approve(draftId, by)),
  );
  process.stdout.write(`The draft ${draftId} is approved by ${by}; the running gateway publishes it.\n`);
}

export async function stopDraft(configFile: string, draftId: string, by: string): Promise<void> {
  await withDesk(configFile, (desk, store) =>
    audited(store, { action: 'draft.stop', subject: draftId, detail: { by } }, () => desk.stop(draftId, by)),
  );
  process.stdout.write(`The draft ${draftId} is stopped: it stays a draft until somebody approves it.\n`);
}

async function withDesk<T>(configFile: string, use: (desk: DraftDesk, store: Store) => Promise<T>): Promise<T> {
  return withDeposits(configFile, async (deposits, store, { routes }) => {
    const desk = new DraftDesk(new Decisions(store), deposits, await RecipeBook.read(routes), new AuditLog(store));
    try {
      return await use(desk, store);
    } catch (error) {
      if (error instanceof Problem) throw new ConfigError(`${error.message} ${error.nextStep}`);
      throw error;
    }
  });
}
