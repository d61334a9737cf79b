import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '@zenodo-connect/nestjs';
import { Addresses } from './addresses.ts';

/** Links that stop a held draft, and can do nothing else. Each is signed with a key that only the database knows. */
export class StopLinks {
  readonly #key: string;
  readonly #addresses: Addresses;

  private constructor(key: string, addresses: Addresses) {
    this.#key = key;
    this.#addresses = addresses;
  }

  static async of(store: Store, addresses: Addresses): Promise<StopLinks> {
    const table = store.table('instance');
    await store.write([{ sql: `UPDATE ${table} SET stop_key = ? WHERE stop_key IS NULL`, params: [randomBytes(32).toString('hex')] }]);
    const [row] = await store.query(`SELECT stop_key FROM ${table}`);
    return new StopLinks(String(row?.['stop_key']), addresses);
  }

  of(draftId: string): string {
    return `${this.#addresses.publicUrl}/drafts/${encodeURIComponent(draftId)}/stop/${this.#code(draftId)}`;
  }

  fits(draftId: string, code: string): boolean {
    const wanted = this.#code(draftId);
    return code.length === wanted.length && timingSafeEqual(Buffer.from(code), Buffer.from(wanted));
  }

  #code(draftId: string): string {
    return createHmac('sha256', this.#key).update(`stop ${draftId}`).digest('hex').slice(0, 32);
  }
}
