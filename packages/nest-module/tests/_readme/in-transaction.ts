import type { DepositsService, NewDeposit } from '@zenodo-connect/nestjs';
import type { PoolClient } from 'pg';

export async function addWithOrder(deposits: DepositsService, client: PoolClient, deposit: NewDeposit, order: number): Promise<void> {
  await client.query('BEGIN');
  const job = await deposits.add(deposit, { transaction: client });
  await client.query('UPDATE orders SET job = $1 WHERE id = $2', [job.id, order]);
  await client.query('COMMIT');
  deposits.wake(job.id);
}
