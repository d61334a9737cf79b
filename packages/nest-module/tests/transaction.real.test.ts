import { NestFactory } from '@nestjs/core';
import { DepositsService, ZenodoModule } from '@zenodo-connect/nestjs';
import { startStandIn } from '@zenodo-connect/stand-in';
import { Pool } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { postgresMissing, startPostgres } from '../../../tools/servers/postgres.mjs';
import { addWithOrder } from './_readme/in-transaction.ts';
import { clientOf, quick, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const missing = await postgresMissing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

/** An application on PostgreSQL with a table of its own. */
async function start() {
  const server = await startPostgres();
  onTestFinished(() => server.close());
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  const postgres = await server.createDatabase();
  const module = ZenodoModule.forRoot({ zenodo: clientOf(standIn), store: { postgres }, deposits: quick });
  const app = await NestFactory.createApplicationContext(module, { logger: ['error'], abortOnError: false });
  onTestFinished(() => app.close());
  const pool = new Pool({ connectionString: postgres });
  onTestFinished(() => pool.end());
  await pool.query('CREATE TABLE orders (id INT PRIMARY KEY, job TEXT)');
  await pool.query('INSERT INTO orders (id) VALUES (1)');
  return { deposits: app.get(DepositsService), pool };
}

describe.skipIf(missing)('a deposit in a transaction of the application', () => {
  it('is there with its commit, and done', async () => {
    const { deposits, pool } = await start();
    const client = await pool.connect();
    await addWithOrder(deposits, client, await depositOf(await tempFolder(), 'ordered'), 1);
    client.release();
    const { rows } = await pool.query<{ job: string }>('SELECT job FROM orders');
    await untilState(deposits, rows[0]!.job, 'findable');
  });

  it('is gone with its rollback', async () => {
    const { deposits, pool } = await start();
    const client = await pool.connect();
    await client.query('BEGIN');
    const { id } = await deposits.add(await depositOf(await tempFolder(), 'undone'), { transaction: client });
    await client.query('ROLLBACK');
    client.release();
    expect(await deposits.find(id)).toBeUndefined();
  });
});
