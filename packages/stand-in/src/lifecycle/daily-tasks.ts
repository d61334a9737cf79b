import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import { docAt, textAt } from '../json.ts';
import type { Content, Entry } from '../state/entry.ts';
import type { Store } from '../state/store.ts';
import { actOnRequest } from './request-actions.ts';
import { SYSTEM } from './requests.ts';

const lastRun = new WeakMap<Store, string>();

/** What Zenodo does by itself each night, done with the first call of a day: embargoes end, and requests that nobody answered. */
export function runDailyTasks(app: App): void {
  const now = new Date(app.faults.now()).toISOString();
  const day = now.slice(0, 10);
  if (lastRun.get(app.store) === day) return;
  lastRun.set(app.store, day);
  app.store.atomically(() => {
    for (const entry of app.store.embargoed()) liftEmbargo(app, entry, day);
    for (const request of app.store.requests.all())
      if (request.status === 'submitted' && request.expiresAt !== null && request.expiresAt <= now)
        actOnRequest(app, request, 'expire', SYSTEM);
  });
}

function liftEmbargo(app: App, entry: Entry, day: string): void {
  const { draft, record } = entry;
  const lifts = (content: Content | undefined) => content !== undefined && hasEnded(content, day);
  if (!lifts(draft) && !lifts(record)) return;
  app.store.saveEntry({
    ...entry,
    ...(draft && lifts(draft) ? { draft: opened(draft) } : {}),
    ...(record && lifts(record) ? { record: { ...opened(record), revision: record.revision + 1 } } : {}),
  });
}

function hasEnded({ access }: Content, day: string): boolean {
  const embargo = docAt(access, 'embargo');
  return embargo['active'] === true && (textAt(embargo, 'until') ?? day) <= day;
}

function opened<T extends Content>(content: T): T {
  const access = { ...content.access, files: 'public', embargo: { active: false, reason: null } };
  return { ...content, access, updated: timestamp() };
}
