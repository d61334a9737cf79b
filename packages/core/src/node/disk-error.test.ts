import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { diskError, onDisk } from './disk-error.ts';
import { fileBulkEditJournal } from './file-bulk-edit-journal.ts';
import { PartFile } from './part-file.ts';

const failing = (code: string) => Object.assign(new Error(`${code}: no`), { code, syscall: 'write' });

it.each([
  ['ENOSPC', 'The disk is full: a.xy could not be written. Free some space, then run it again.'],
  ['EDQUOT', 'The disk is full: a.xy could not be written. Free some space, then run it again.'],
  ['EACCES', 'a.xy may not be written by this process; change its rights, or choose another place.'],
  ['EROFS', 'a.xy lies on a disk that is read only; choose another place.'],
  ['ENOENT', 'a.xy could not be written, since its folder is not there; make that first.'],
  ['EIO', 'a.xy could not be written: EIO: no.'],
])('%s is a sentence, and keeps its code', (code, message) => {
  expect(diskError('written', 'a.xy', failing(code))).toMatchObject({ name: 'DiskError', code, message, path: 'a.xy' });
});

it("a connection's failure is not told of the disk", async () => {
  const refused = await new Promise((resolve) => connect(9, '127.0.0.1').on('error', resolve));
  expect(diskError('written', 'a.xy', refused)).toBe(refused);
});

it('what is already told is not told twice', async () => {
  const told = await onDisk('read', 'inner', () => open('/nowhere/at-all')).catch((error: unknown) => error);
  expect(diskError('written', 'outer', told)).toBe(told);
});

// The kernel's own full device: each write answers ENOSPC. Linux alone has it.
it.runIf(existsSync('/dev/full')).each<[string, () => Promise<unknown>]>([
  ['a journal', () => fileBulkEditJournal('/dev/full').save({ job: 'a', id: '1', state: 'begun', fields: [], after: '' })],
  [
    'a download',
    async () => {
      const part = await PartFile.open('/dev/full', 3, undefined);
      try {
        await part.take(
          (async function* () {
            yield Buffer.from('abc');
          })(),
        );
      } finally {
        await part.close();
      }
    },
  ],
])('%s on a full disk says so', async (_, write) => {
  await expect(write()).rejects.toMatchObject({ code: 'ENOSPC', message: expect.stringContaining('The disk is full: /dev/full') });
});
