import type { App } from '../app.ts';

/** Everything is as at a first start, but for the tokens: nothing deposited, no fault ordered, no call noted, ids from the first. */
export function resetApp(app: App): void {
  app.store.clear();
  app.blobs.sweep(() => new Set());
  app.oauth.clear();
  app.faults.clear();
  app.calls.length = 0;
}
