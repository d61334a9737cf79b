import type { DepositStepName } from '@zenodo-connect/core';
import { startedWords } from '../store/claim.ts';
import type { DepositJob, JobProgress } from './job.ts';

type Told = Pick<DepositJob, 'state' | 'finish' | 'series' | 'recordId' | 'htmlUrl' | 'doi' | 'problem' | 'dueAt' | 'giveUpAt'> &
  Partial<Pick<DepositJob, 'waitingFor'>>;

/** What happens next, for a person who waits. Times are UTC, since who asks may sit elsewhere. */
export function nextAction(job: Told, now: Date): string {
  switch (job.state) {
    case 'queued':
      return job.series === undefined
        ? 'Queued: starts as soon as a worker is free.'
        : `Queued: starts as soon as a worker is free and the earlier deposits of "${job.series}" are done.`;
    case 'running':
      return startedWords;
    case 'waiting':
      if (job.waitingFor === 'ceiling') return `Waiting: ${job.problem ?? ''} Goes on at ${momentOf(job.dueAt, now)}.`;
      return `Waiting: ${job.problem ?? 'Zenodo could not be used.'} Next try at ${momentOf(job.dueAt, now)}; given up on ${dayOf(job.giveUpAt)}.`;
    case 'left':
      if (job.problem !== undefined) return `Done: ${job.problem}`;
      return `Done: the draft waits for a person to publish it${job.htmlUrl ? `, at ${job.htmlUrl}` : ''}.`;
    case 'submitted':
      return `Submitted: ${receiverOf(job)} decides on the draft${job.htmlUrl ? ` at ${job.htmlUrl}` : ''}; it is looked at again at ${momentOf(job.dueAt, now)}.`;
    case 'published':
      if (job.dueAt) return `Published: DataCite is asked at ${momentOf(job.dueAt, now)} whether the DOI ${job.doi ?? ''} can be found.`;
      return `Published. ${job.problem ?? 'DataCite is not asked any more.'}`;
    case 'findable':
      return 'Done: the record is published and its DOI can be found.';
    case 'cancelled':
      return `Cancelled${job.recordId ? `; the draft ${job.recordId} is still at Zenodo` : ''}. It can be retried.`;
    case 'failed':
      return `Stopped: ${job.problem ?? 'the deposit failed.'} When the cause is cured, retry the job.`;
  }
}

/** A queued job whose series is with a community. */
export const behindReview = (series: string, draftId: string): string =>
  `Queued: starts when a community has decided on the draft ${draftId} of "${series}".`;

const receiverOf = ({ finish }: Pick<Told, 'finish'>): string =>
  typeof finish === 'object' ? `the community "${finish.submitTo}"` : 'a community';

const afterStep: Readonly<Record<DepositStepName, string>> = {
  planned: 'making the draft',
  drafted: 'describing the draft',
  described: 'uploading the files',
  uploaded: 'comparing the files with what Zenodo stored',
  verified: 'reserving the DOI',
  reserved: 'ending the deposit',
  submitted: 'noting the end',
  reviewed: 'noting the end',
  publishing: 'publishing',
  published: 'noting the end',
  findable: 'noting the end',
  left: 'noting the end',
};

/** What a running job does once it has reached a step. */
export const runningAfter = (step: DepositStepName): string => `Running: ${afterStep[step]}.`;

/** `Running: uploading the files (45 % of 30.0 GB).` */
export function uploading({ sentBytes, totalBytes }: JobProgress): string {
  const percent = Math.floor((100 * sentBytes) / Math.max(1, totalBytes));
  return `Running: uploading the files (${percent} % of ${sizeOf(totalBytes)}).`;
}

/** A running job that is held up by Zenodo's limit. */
export const untilOpen = (at: Date, now: Date): string => `Running: waits for Zenodo's rate limit until ${momentOf(at, now)}.`;

/** Decimal units, as Zenodo shows them. */
function sizeOf(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const unit = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return unit === 0 ? `${bytes} bytes` : `${(bytes / 1000 ** unit).toFixed(1)} ${units[unit]}`;
}

/** `14:05:10 UTC`; with the day when it is not today's. */
function momentOf(at: Date | undefined, now: Date): string {
  if (!at) return 'once a worker is free';
  const time = `${at.toISOString().slice(11, 19)} UTC`;
  return at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10) ? time : `${time} on ${dayOf(at)}`;
}

/** `9 December 2026`. */
function dayOf(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
