import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { limitedBytes } from '../http/limited-bytes.ts';
import { Problem } from '../http/problem.ts';
import type { FileSet } from '../state/entry.ts';

const exceeded = () => new Problem(400, 'Bucket quota exceeded.');

/**
 * The bytes of a request that go into a draft beside its other files.
 *
 * @throws {Problem} 400 once they are more than what the quota leaves
 */
export function bytesWithinQuota(call: Call, app: App, files: FileSet, key: string): AsyncIterable<Uint8Array> {
  return limitedBytes(call.bytes, call.headers['content-length'], leftFor(app, files, key), exceeded);
}

/** @throws {Problem} 400 when a file of that size is more than what the quota leaves */
export function requireQuota(app: App, files: FileSet, key: string, sizeBytes: number): void {
  if (sizeBytes > leftFor(app, files, key)) throw exceeded();
}

function leftFor(app: App, files: FileSet, key: string): number {
  const others = files.entries.filter((file) => file.key !== key);
  return app.faults.quotaBytes - others.reduce((sum, file) => sum + (file.size ?? 0), 0);
}
