/** Writes rows for ever and prints the numbers whose write was acknowledged, until it is killed. Argument: the database file. */
import { writeSync } from 'node:fs';
import { createSqliteStore } from '../../src/store/sqlite-store.ts';

const store = await createSqliteStore({ path: process.argv[2]! });
await store.migrate('test', [{ name: '001', statements: ['CREATE TABLE {{prefix}}ack (writer BIGINT, n BIGINT)'] }]);
const sql = `INSERT INTO ${store.table('ack')} (writer, n) VALUES (?, ?)`;

async function writer(number: number): Promise<never> {
  for (let n = 0; ; n++) {
    await store.write([
      { sql, params: [process.pid, n * 8 + number] },
      { sql, params: [-process.pid, n * 8 + number] },
    ]);
    print(`${n * 8 + number}\n`);
  }
}

/** A plain write(2): nothing that was printed can be lost in a buffer of this process. The pipe is full while the reader has no core. */
function print(line: string): void {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(writer));
