import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { createSqliteStore } from '../../src/store/sqlite-store.ts';
import { tempFolder } from '../_util/temp-folder.ts';

const script = fileURLToPath(new URL('../_children/acknowledging-writer.ts', import.meta.url));

it('what was acknowledged is there after kill -9, and no batch is there by half', async () => {
  const path = join(await tempFolder(), 'killed.db');
  const acknowledged: [pid: number, n: number][] = [];
  for (let kills = 0; kills < 4; kills++) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.length > 2000 + kills * 1500) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const whole = printed.split('\n').slice(0, -1);
    acknowledged.push(...whole.map((line): [number, number] => [child.pid!, Number(line)]));
  }
  const store = await createSqliteStore({ path });
  onTestFinished(() => store.close());
  const rows = await store.query(`SELECT writer, n FROM ${store.table('ack')}`);
  const kept = new Set(rows.map(({ writer, n }) => `${writer}:${n}`));
  expect(acknowledged.length).toBeGreaterThan(1000);
  expect(acknowledged.filter(([pid, n]) => !kept.has(`${pid}:${n}`))).toEqual([]);
  expect([...kept].filter((row) => !kept.has(row.startsWith('-') ? row.slice(1) : `-${row}`))).toEqual([]);
});
