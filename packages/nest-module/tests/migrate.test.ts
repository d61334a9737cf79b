import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { migrateCommand } from '../src/cli/migrate-command.ts';
import { createSqliteStore } from '../src/store/sqlite-store.ts';
import { tempFolder } from './_util/temp-folder.ts';

async function run(args: string[], environment: Record<string, string> = {}): Promise<{ code: number; printed: string }> {
  let printed = '';
  const code = await migrateCommand(args, environment, (text) => {
    printed += text;
  });
  return { code, printed };
}

it('makes the tables, and does nothing the second time', async () => {
  const path = join(await tempFolder(), 'jobs.db');
  for (const _ of [1, 2]) {
    expect(await run(['migrate', '--prefix', 'mine_'], { ZENODO_STORE: path })).toMatchObject({ code: 0 });
  }
  const store = await createSqliteStore({ path, prefix: 'mine_' });
  onTestFinished(() => store.close());
  expect(await store.query('SELECT COUNT(*) AS n FROM mine_job')).toEqual([{ n: 0 }]);
});

it.each([
  [['migrate'], {}, 2, 'ZENODO_STORE is not set'],
  [['drop'], {}, 2, 'there is one command, "migrate", not "drop"'],
  [['migrate', '--force'], {}, 2, '--force'],
  [['--help'], {}, 0, 'zenodo-nestjs migrate'],
] as const)('%j is answered by exit code and sentence', async (args, environment, code, sentence) => {
  const outcome = await run([...args], environment);
  expect(outcome.code).toBe(code);
  expect(outcome.printed).toContain(sentence);
});

it('an unreachable PostgreSQL is told without its password', async () => {
  const { code, printed } = await run(['migrate'], { ZENODO_STORE: 'postgres://me:s3cret@127.0.0.1:1/x' });
  expect(code).toBe(1);
  expect(printed).toContain('cannot be reached');
  expect(printed).not.toContain('s3cret');
});
