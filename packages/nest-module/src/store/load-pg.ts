import { StoreError } from './store-errors.ts';

export type Pg = typeof import('pg');

/** `pg` is an optional peer, so only who uses PostgreSQL has it. */
export async function loadPg(): Promise<Pg> {
  try {
    return await import('pg');
  } catch (error) {
    throw new StoreError('not_writable', 'The store in PostgreSQL needs the package "pg"; install it: npm install pg.', { cause: error });
  }
}
