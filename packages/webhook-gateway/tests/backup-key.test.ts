import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { laboratory, world } from './_util/laboratory.ts';
import { tempFolder } from './_util/temp-folder.ts';

describe('L-05 the key of a gateway and its backup', () => {
  const keyFile = async () => {
    const file = join(await tempFolder(), 'outside.key');
    await writeFile(file, randomBytes(32).toString('base64'));
    return file;
  };
  const subscription = { name: 'lab', url: 'https://events.example.org/', events: ['deposit.published'] };

  it('L-05 the key in the folder is in the backup, and what it sealed works after the restore', { timeout: 180_000 }, async () => {
    const zenodo = await world();
    const lab = await laboratory(zenodo);
    expect((await lab.call('POST', '/subscriptions', subscription)).status).toBe(201);
    expect((await lab.backUp()).stdout).not.toContain('gateway key');
    const before = (await lab.call('GET', '/subscriptions/lab')).json;
    expect(await lab.loseAndRestore()).toMatchObject({ code: 0, stderr: '' });
    expect((await lab.call('GET', '/subscriptions/lab')).json).toEqual(before);
  });

  it('L-05 a key outside of the folder is not in the backup, which says so; the restore looks at it before it begins', {
    timeout: 180_000,
  }, async () => {
    const zenodo = await world();
    const file = await keyFile();
    const lab = await laboratory(zenodo, undefined, `key_file: ${file}\n`);
    await lab.call('POST', '/subscriptions', subscription);
    expect((await lab.backUp()).stdout).toContain(`The gateway key is not in it (${file}): keep a copy of that elsewhere.`);
    const key = await readFile(file, 'utf8');
    await lab.lose();

    await rm(file);
    expect(await lab.restore()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`key_file names ${file}, which cannot be read (ENOENT)`),
    });
    await writeFile(file, randomBytes(32).toString('base64'));
    expect(await lab.restore()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not the one that sealed the secrets of the subscriptions lab; put back the key that was used'),
    });
    expect(await readdir(join(lab.folder, 'data'))).not.toContain('gateway.db');

    await writeFile(file, key);
    const restored = await lab.restore();
    expect([restored.code, restored.stdout.split('\n')[0]]).toEqual([
      0,
      `The gateway key is not part of the backup; ${file} is used, and it opens what is sealed there.`,
    ]);
    await lab.start();
    expect((await lab.call('GET', '/subscriptions/lab')).status).toBe(200);
  });

  it('L-05 a gateway does not start without the key that sealed its rows, makes no other, and starts when they are given up', {
    timeout: 180_000,
  }, async () => {
    const zenodo = await world();
    const lab = await laboratory(zenodo);
    await lab.call('POST', '/subscriptions', subscription);
    await lab.stop();
    const file = join(lab.folder, 'data', 'gateway.key');
    const key = await readFile(file, 'utf8');
    await rm(file);
    await expect(lab.start()).rejects.toThrow(`The gateway key ${file} is not there, and without it nobody can open`);
    expect(await readdir(join(lab.folder, 'data'))).not.toContain('gateway.key');
    await writeFile(file, randomBytes(32).toString('base64'));
    await expect(lab.start()).rejects.toThrow('is not the one that sealed the secrets of the subscriptions lab');
    await writeFile(file, key);
    await lab.start();
    await lab.stop();

    await rm(file);
    expect((await lab.run('subscriber', 'forget', 'nobody')).code).toBe(1);
    expect(await lab.run('subscriber', 'forget', 'lab')).toMatchObject({ code: 0, stderr: '' });
    await lab.start();
    expect((await lab.call('GET', '/subscriptions')).json['items']).toEqual([]);
  });
});
