import type { DepositJob, DepositsService, JobState } from '@zenodo-connect/nestjs';
import { ConfigError } from '../config/settings.ts';
import { nextActionOf } from '../jobs/next-action.ts';
import { PublishCounts } from '../tables/publish-counts.ts';
import { audited } from './audited.ts';
import { table } from './table.ts';
import { withDeposits } from './with-deposits.ts';

const shown = 100;
const states: readonly JobState[] = ['queued', 'running', 'waiting', 'left', 'submitted', 'published', 'findable', 'failed', 'cancelled'];

/** The latest deposits, newest first, with what happens next. */
export async function listJobs(configFile: string, state: string | undefined): Promise<void> {
  const wanted = states.find((one) => one === state);
  if (state !== undefined && wanted === undefined) throw new ConfigError(`"${state}" is no state; there are ${states.join(', ')}.`);
  const jobs = await withDeposits(configFile, (deposits) => deposits.list({ limit: shown, ...(wanted && { state: wanted }) }));
  const rows = jobs.map((job) => [
    job.id,
    String(job.series ?? ''),
    job.files.map(({ key }) => key).join(', '),
    job.state,
    nextActionOf(job),
  ]);
  process.stdout.write(table([['ID', 'DATASET', 'FILES', 'STATE', 'NEXT'], ...rows]));
}

/** Queues one failed job again, or all of them, the oldest first; for when the cause is cured and nobody can send the files again. */
export async function retryJobs(configFile: string, id: string | undefined, all: boolean): Promise<void> {
  if ((id === undefined) !== all) throw new ConfigError('Name one job, or give --all-failed.');
  const retried = await withDeposits(configFile, async (deposits, store) => {
    const jobs = id === undefined ? await allFailed(deposits) : [await failedJob(deposits, id)];
    for (const job of jobs) await audited(store, { action: 'deposit.retry', subject: job.id }, () => deposits.retry(job.id));
    return jobs.length;
  });
  process.stdout.write(`${retried} ${retried === 1 ? 'job is' : 'jobs are'} queued again; the running gateway takes them up by itself.\n`);
}

/** Lifts the stop that Zenodo's spam answer brought, at the account that it was about. */
export async function resumePublishing(configFile: string): Promise<void> {
  const lifted = await withDeposits(configFile, (_deposits, store) =>
    audited(store, { action: 'publishing.resume', subject: '' }, () => new PublishCounts(store).resumeAll()),
  );
  process.stdout.write(lifted > 0 ? 'Publishing goes on; failed jobs go on by `zenodo-gateway job retry`.\n' : 'Nothing was stopped.\n');
}

async function failedJob(deposits: DepositsService, id: string): Promise<DepositJob> {
  const job = await deposits.find(id);
  if (!job) throw new ConfigError(`There is no job ${id}; \`zenodo-gateway job list\` shows them.`);
  if (job.state === 'failed') return job;
  throw new ConfigError(`The job ${id} is ${job.state}; only a failed one is tried again by hand.`);
}

async function allFailed(deposits: DepositsService): Promise<readonly DepositJob[]> {
  const found: DepositJob[] = [];
  for (;;) {
    const after = found.at(-1)?.id;
    const page = await deposits.list({ state: 'failed', limit: 500, ...(after !== undefined && { after }) });
    if (page.length === 0) return found.reverse();
    found.push(...page);
  }
}
