import { Problem } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Doc } from '../json.ts';
import type { Entry } from '../state/entry.ts';

/** What is answered of a deleted record: its tombstone, or nothing at all where that is hidden. */
class RemovedProblem extends Problem {
  readonly #tombstone: Doc;

  constructor(tombstone: Doc) {
    super(410, 'Record deleted');
    this.#tombstone = tombstone;
  }

  override reply(): Reply {
    return jsonReply(410, { status: 410, message: this.message, tombstone: this.#tombstone });
  }
}

/** @throws {Problem} 410 with the tombstone, 404 when it is hidden */
export function refuseRemoved(entry: Entry | undefined): void {
  if (!entry?.removed) return;
  if (entry.removed.tombstone['is_visible'] === false) throw new Problem(404, 'Record not found');
  throw new RemovedProblem(entry.removed.tombstone);
}

/** What is answered to a deletion of what is deleted, or a restoring of what is not. */
export function wrongStatus(entry: Entry): Problem {
  const isHidden = entry.removed?.tombstone['is_visible'] === false;
  return isHidden ? new Problem(404, 'Record not found') : new Problem(400, 'Record in unexpected deletion status.');
}
