import type { DepositJob, JobChange, PutOff, Statement } from '@zenodo-connect/nestjs';
import type { RouteCeilings } from '../tables/route-ceilings.ts';

/** Publications in a UTC day that the recipe of a route allows; undefined: no ceiling. */
export type PerDay = (route: string) => number | undefined;

const routeOf = ({ meta }: Pick<DepositJob, 'meta'>): string => String(meta['route']);

/** Lets a complete draft wait while its route has published what it may in a day. */
export function putOffBy(ceilings: RouteCeilings, perDay: PerDay): (job: DepositJob) => Promise<PutOff | undefined> {
  return async (job) => {
    const [route, most] = [routeOf(job), perDay(routeOf(job))];
    return most === undefined ? undefined : ceilings.take(job.id, { route, perDay: most }, Date.now());
  };
}

/** Gives the day's publication of a job back, in the transaction that says that it failed before anything was published. */
export function giveBackWriter(ceilings: RouteCeilings, perDay: PerDay): (change: JobChange) => readonly Statement[] {
  return ({ before, after }) => {
    if (after.state !== 'failed' || before?.state === 'failed' || !isUnpublished(after) || perDay(routeOf(after)) === undefined) return [];
    return ceilings.giveBack(after);
  };
}

const goneOut: ReadonlySet<string | undefined> = new Set(['publishing', 'published', 'findable', 'submitted', 'reviewed']);

const isUnpublished = ({ journal }: Pick<DepositJob, 'journal'>): boolean => journal?.refused === true || !goneOut.has(journal?.step);
