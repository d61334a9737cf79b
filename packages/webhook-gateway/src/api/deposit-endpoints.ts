import type { Metadata } from '@zenodo-connect/core';
import { type DepositJob, InvalidDepositError, JobNotFoundError, JobStateError } from '@zenodo-connect/nestjs';
import { firstValueFrom } from 'rxjs';
import { z } from 'zod';
import { cureOf } from '../jobs/cure-of.ts';
import { jobView } from '../jobs/job-view.ts';
import { nextActionOf } from '../jobs/next-action.ts';
import { Problem } from '../problems/problem.ts';
import type { ApiParts } from './api-parts.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { depositSchema, jobStates, limit, listOf } from './schemas.ts';

const states = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(jobStates)));

export const depositEndpoints: readonly Endpoint[] = [
  endpoint({
    id: 'listDeposits',
    method: 'get',
    path: '/deposits',
    summary: 'Deposits, the newest first',
    scope: 'read',
    query: z.strictObject({ state: states.optional(), dataset: z.string().optional(), limit, after: z.string().optional() }),
    answer: listOf(depositSchema),
    handle: async ({ query: { state, dataset, limit: most, after } }, { deposits }) => {
      const query = { ...(state && { state }), ...(dataset !== undefined && { series: dataset }), ...(after !== undefined && { after }) };
      const jobs = await deposits.list({ ...query, limit: most });
      return { items: jobs.map(depositView), next: jobs.length === most ? (jobs.at(-1)?.id ?? null) : null };
    },
  }),
  endpoint({
    id: 'getDeposit',
    method: 'get',
    path: '/deposits/:id',
    summary: 'One deposit',
    scope: 'read',
    answer: depositSchema,
    handle: async ({ params }, { deposits }) => depositView(await job(deposits, params['id']!)),
  }),
  endpoint({
    id: 'followDeposit',
    method: 'get',
    path: '/deposits/:id/progress',
    summary: 'Server-sent events with each change of a deposit, until it is over',
    scope: 'read',
    streams: true,
    handle: async ({ params, reply }, { deposits, streams }) => {
      const id = params['id']!;
      await job(deposits, id);
      let shown = '';
      await streams.serve(reply, async () => {
        const now = await firstValueFrom(deposits.watch(id));
        const text = JSON.stringify(progressView(now));
        const messages = text === shown ? [] : [`event: deposit\ndata: ${text}\n\n`];
        shown = text;
        return { messages, done: ['findable', 'failed', 'cancelled', 'left'].includes(now.state) };
      });
    },
  }),
  endpoint({
    id: 'retryDeposit',
    method: 'post',
    path: '/deposits/:id/retry',
    summary: 'Tries a failed, waiting or cancelled deposit again',
    scope: 'operate',
    answer: depositSchema,
    audit: ({ params }) => ({ action: 'deposit.retry', subject: params['id']! }),
    handle: ({ params }, { deposits }) => told(async () => depositView(await deposits.retry(params['id']!))),
  }),
  endpoint({
    id: 'cancelDeposit',
    method: 'post',
    path: '/deposits/:id/cancel',
    summary: 'Takes a deposit back; a running one stops at its next safe point',
    scope: 'operate',
    answer: depositSchema,
    audit: ({ params }) => ({ action: 'deposit.cancel', subject: params['id']! }),
    handle: ({ params }, { deposits }) => told(async () => depositView(await deposits.cancel(params['id']!))),
  }),
  endpoint({
    id: 'editDeposit',
    method: 'patch',
    path: '/deposits/:id',
    summary: 'Changes the metadata of a deposit that is not done, and tries it again',
    scope: 'operate',
    body: z.strictObject({ metadata: z.record(z.string(), z.unknown()) }),
    answer: depositSchema,
    audit: ({ params, body }, parts) => editOf(params['id']!, body.metadata, parts),
    handle: ({ params, body }, { deposits }) =>
      told(async () => depositView(await deposits.editAndReplay(params['id']!, { metadata: body.metadata as unknown as Metadata }))),
  }),
];

/** An edit with the fields that it changes, as they were and as they are to be. */
export async function editOf(id: string, metadata: Readonly<Record<string, unknown>>, { deposits }: Pick<ApiParts, 'deposits'>) {
  const before = ((await deposits.find(id))?.metadata ?? {}) as unknown as Readonly<Record<string, unknown>>;
  const changed = [...new Set([...Object.keys(before), ...Object.keys(metadata)])].filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(metadata[field]),
  );
  const only = (from: Readonly<Record<string, unknown>>) => Object.fromEntries(changed.map((field) => [field, from[field] ?? null]));
  return { action: 'deposit.edit', subject: id, detail: { before: only(before), after: only(metadata) } };
}

async function job(deposits: ApiParts['deposits'], id: string): Promise<DepositJob> {
  const found = await deposits.find(id);
  if (!found) throw noDeposit(id);
  return found;
}

/** What nest-module refuses, in the words of this API. */
export async function told<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof JobNotFoundError) throw noDeposit();
    if (error instanceof JobStateError) throw new Problem('conflict', error.message, 'GET the deposit to see its state.');
    if (error instanceof InvalidDepositError) throw new Problem('invalid-metadata', error.message, 'Correct the field and send it again.');
    throw error;
  }
}

const noDeposit = (id?: string): Problem =>
  new Problem(
    'not-found',
    id === undefined ? 'There is no such deposit.' : `There is no deposit "${id.slice(0, 100)}".`,
    'GET /api/v1/deposits lists them.',
  );

export function depositView(found: DepositJob) {
  const { your_copy: _, status_url: _url, ...view } = jobView(found, '');
  return {
    ...view,
    route: (found.meta['route'] as string | undefined) ?? null,
    dataset: (found.meta['dataset'] as string | undefined) ?? null,
    record_id: found.recordId ?? null,
    cure: cureOf(found) ?? null,
    zenodo_answer: answerOf(found),
    metadata: found.metadata,
  };
}

function answerOf({ failure }: DepositJob) {
  if (!failure?.answer) return null;
  const { status, method, url } = failure.answer;
  return { status, method, url };
}

/** What a page shows while it goes on. */
export const progressView = (found: DepositJob) => ({
  status: found.state,
  step: found.journal?.step ?? null,
  next_action: nextActionOf(found),
  sent: found.progress?.sentBytes ?? null,
  total: found.progress?.totalBytes ?? null,
  doi: found.doi ?? null,
});
