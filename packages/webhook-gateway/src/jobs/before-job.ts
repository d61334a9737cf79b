import type { Collector } from '../intake/collector.ts';
import type { PullEntry } from '../tables/pulls.ts';

type Found = Awaited<ReturnType<Collector['find']>>;

/** What waits to become a job: files that are collected, or still to be fetched. Undefined for another's, and when there is none. */
export function viewBefore(route: string, statusUrl: string, set: Found, pull: PullEntry | undefined) {
  const owner = set?.gathering.route ?? pull?.route;
  if (owner !== route) return undefined;
  const same = { status_url: statusUrl, safe_to_delete: false, your_copy: 'Keep your copy: the file is not yet on Zenodo.' };
  if (set) {
    const { gathering, files } = set;
    const kept = files.filter(({ releasedAt }) => releasedAt === undefined);
    const end = gathering.dueAt ? ` or until ${gathering.dueAt.toISOString()}` : '';
    return {
      ...same,
      id: gathering.id,
      status: 'collecting' as const,
      next_action: `${kept.length} of the dataset "${gathering.dataset}" ${kept.length === 1 ? 'is' : 'are'} here. They wait until the dataset is complete${end}; POST /in/${route}/commit completes it now.`,
      dataset: gathering.dataset,
      files: kept.map(({ file, size, sha256 }) => ({ name: file, size, sha256, safe_to_delete: false })),
      problem: null,
      received_at: gathering.openedAt.toISOString(),
    };
  }
  if (!pull) return undefined;
  const failed = pull.state === 'failed';
  return {
    ...same,
    id: pull.id,
    status: failed ? ('failed' as const) : ('fetching' as const),
    next_action: failed
      ? `Stopped: ${pull.problem ?? 'it could not be fetched.'} When the cause is cured, send the message again.`
      : `To be fetched${pull.attempts > 0 ? ` again at ${pull.dueAt.toISOString()}, since: ${pull.problem ?? 'it failed.'}` : ' now.'}`,
    dataset: pull.dataset ?? null,
    files: pull.files.map(({ name }) => ({ name, safe_to_delete: false })),
    problem: pull.problem ?? null,
    received_at: pull.receivedAt.toISOString(),
  };
}
