import type { DepositsService, NewDeposit, Store } from '@zenodo-connect/nestjs';

export async function addWithRow(deposits: DepositsService, store: Store, deposit: NewDeposit, scan: string): Promise<string> {
  const { id, statements } = deposits.prepare(deposit);
  await store.write([...statements, { sql: `INSERT INTO ${store.table('scan')} (id, job) VALUES (?, ?)`, params: [scan, id] }]);
  deposits.wake();
  return id;
}
