import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { asking, createDraft, readyDraft, upload } from './_util/client.ts';
import { running } from './_util/command.ts';
import { started } from './_util/started.ts';

async function keptFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('what was answered is there after kill -9, again and again', async () => {
  const folder = await keptFolder();
  const published: string[] = [];
  let tokens: object | undefined;
  for (let round = 0; round < 3; round++) {
    const command = await running('--folder', folder);
    tokens ??= command.tokens;
    expect(command.tokens).toEqual(tokens);
    const ask = asking(command);
    for (const id of published) {
      expect((await ask('GET', `/api/records/${id}`)).body.pids.doi.identifier).toBe(`10.5281/zenodo.${id}`);
      expect((await ask('GET', `/api/records/${id}/files/data.csv/content`, { accept: '*/*' })).text).toBe('a,b\n1,2\n');
    }
    expect((await ask('GET', '/api/records?size=100')).body.hits.total).toBe(published.length);

    // Several drafts are published side by side and the process dies under them: each one answered with 202 has to be there.
    const ids = await Promise.all(Array.from({ length: 6 }, () => readyDraft(ask)));
    const answered = ids.map(async (id) => {
      const { status } = await ask('POST', `/api/records/${id}/draft/actions/publish`);
      if (status === 202) published.push(id);
      if (published.length >= 3 * (round + 1)) command.process.kill('SIGKILL');
    });
    await Promise.allSettled([...answered, once(command.process, 'exit')]);
    await settleLost(folder, ids, published);
  }
  expect(published.length).toBeGreaterThanOrEqual(9);
});

/** A publish whose answer was lost may have happened: look before counting. */
async function settleLost(folder: string, ids: readonly string[], published: string[]): Promise<void> {
  const { ask, zenodo } = await started({ folder });
  for (const id of ids) if (!published.includes(id) && (await ask('GET', `/api/records/${id}`)).status === 200) published.push(id);
  await zenodo.close();
}

test('drafts, their files and reserved DOIs outlive a restart, and ids go on', async () => {
  const folder = await keptFolder();
  const first = await started({ folder });
  const id = await createDraft(first.ask);
  await upload(first.ask, id, 'a', 'hello');
  await first.ask('POST', `/api/records/${id}/draft/pids/doi`);
  const before = (await first.ask('GET', `/api/records/${id}/draft`)).body;
  await first.zenodo.close();

  const second = await started({ folder });
  const after = (await second.ask('GET', `/api/records/${id}/draft`)).body;
  expect(JSON.stringify(after).replaceAll(second.zenodo.url, '')).toBe(JSON.stringify(before).replaceAll(first.zenodo.url, ''));
  expect(Number(await createDraft(second.ask))).toBeGreaterThan(Number(id));
  expect((await second.ask('GET', '/api/user/records')).body.hits.total).toBe(2);
});

test('a half-written upload is swept away at the next start', async () => {
  const folder = await keptFolder();
  const command = await running('--folder', folder);
  const ask = asking(command);
  const id = await createDraft(ask);
  await ask('POST', `/api/records/${id}/draft/files`, { json: [{ key: 'a' }] });
  const endless = new ReadableStream({
    async pull(controller) {
      controller.enqueue(new Uint8Array(1000));
      await new Promise((later) => setTimeout(later, 5));
    },
  });
  const upload = fetch(`${command.url}/api/records/${id}/draft/files/a/content`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${command.tokens.owner}`, 'content-type': 'application/octet-stream' },
    body: endless,
    duplex: 'half',
  } as RequestInit).catch(() => 'broken');
  const names = () => readdirSync(path.join(folder, 'files'));
  await expect.poll(names).toEqual([expect.stringMatching(/\.part$/)]);
  command.process.kill('SIGKILL');
  expect(await upload).toBe('broken');

  const { ask: again } = await started({ folder });
  expect(names()).toEqual([]);
  expect((await again('GET', `/api/records/${id}/draft/files/a`)).body).toMatchObject({ status: 'pending' });
});

test('without a folder nothing is left behind', async () => {
  const parent = await keptFolder();
  vi.stubEnv('TMPDIR', parent);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { zenodo, ask } = await started();
  await createDraft(ask);
  expect(readdirSync(parent)).toEqual([expect.stringMatching(/^zenodo-stand-in-/)]);
  await zenodo.close();
  expect(readdirSync(parent)).toEqual([]);
});
