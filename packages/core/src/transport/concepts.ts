import type { RecordId } from '../types/record.ts';

const mostKnown = 10_000;

/** Which concept a draft or record belongs to, as far as answers have told; it never changes. The least lately told is forgotten. */
export class Concepts {
  readonly #parents = new Map<RecordId, RecordId>();

  learn(id: RecordId, parentId: RecordId): void {
    this.#parents.delete(id);
    this.#parents.set(id, parentId);
    if (this.#parents.size <= mostKnown) return;
    const [oldest] = this.#parents.keys();
    if (oldest !== undefined) this.#parents.delete(oldest);
  }

  of(id: RecordId): RecordId | undefined {
    return this.#parents.get(id);
  }
}
