import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.ts';
import { type Ask, createDraft, publishedRecord, readyDraft } from './_util/client.ts';
import { started } from './_util/started.ts';

interface Scene {
  readonly ask: Ask;
  readonly zenodo: StandIn;
  /** The draft 1000002, which could be published. */
  readonly draft: string;
  readonly record: string;
  /** A draft with a file that is sent and not committed. */
  readonly open: string;
}

const publish = ({ ask, draft }: Scene) => ask('POST', `/api/records/${draft}/draft/actions/publish`);
const read = ({ ask, record }: Scene) => ask('GET', `/api/records/${record}`);
const statusOf = async (call: Promise<{ status: number }>) => (await call).status;
const fails = (call: Promise<unknown>) =>
  call.then(
    () => false,
    () => true,
  );
const elapsed = async (call: Promise<unknown>) => {
  const begun = performance.now();
  await call;
  return performance.now() - begun;
};

/** What is seen of each row of the table once it is ordered. */
const seen: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  'a call gets another answer, without work': async ({ ask, record }) => {
    expect(await statusOf(ask('POST', `/api/records/${record}/draft`))).toBe(500);
    expect(await statusOf(ask('GET', `/api/records/${record}/draft`))).toBe(404);
  },
  "a proxy's 502 or 504 in HTML, without work": async (scene) => {
    const { status, headers } = await publish(scene);
    expect([status, headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(await statusOf(scene.ask('GET', `/api/records/${scene.draft}`))).toBe(404);
  },
  'an HTML page where JSON is expected': async (scene) => {
    const { status, headers, text } = await read(scene);
    expect([status, headers.get('content-type'), text]).toEqual([403, 'text/html; charset=utf-8', '<h1>Blocked</h1>']);
  },
  "the work is done, then a proxy's 504": async (scene) => {
    expect(await statusOf(publish(scene))).toBe(504);
    expect(await statusOf(scene.ask('GET', `/api/records/${scene.draft}`))).toBe(200);
  },
  'the work is done, then silence': async (scene) => {
    expect(await fails(publish(scene))).toBe(true);
    expect(await statusOf(scene.ask('GET', `/api/records/${scene.draft}`))).toBe(200);
  },
  '429 with the headers of a limit': async (scene) => {
    const { status, headers } = await read(scene);
    expect([status, headers.get('retry-after'), headers.get('x-ratelimit-remaining')]).toEqual([429, '5', '0']);
  },
  '429 without headers': async (scene) => {
    const { status, headers } = await read(scene);
    expect([status, headers.get('retry-after'), headers.get('x-ratelimit-remaining')]).toEqual([429, null, null]);
  },
  '410 for a record that is there': async (scene) => {
    expect((await read(scene)).body).toEqual({ status: 410, message: 'The record has been deleted.' });
    expect(await statusOf(read(scene))).toBe(200);
  },
  "a checksum that is not the file's": async ({ ask, open }) => {
    const file = `/api/records/${open}/draft/files/b`;
    expect((await ask('POST', `${file}/commit`)).body.checksum).not.toBe((await ask('GET', file)).body.checksum);
  },
  'other bytes of the same length are stored': async ({ ask, open }) => {
    const file = `/api/records/${open}/draft/files/b`;
    await ask('PUT', `${file}/content`, { body: 'twice' });
    const { body } = await ask('POST', `${file}/commit`);
    expect([body.size, body.checksum === `md5:${createHash('md5').update('twice').digest('hex')}`]).toEqual([5, false]);
  },
  'a draft that no call changes, read as ever': async (scene) => {
    const { ask, draft, open } = scene;
    for (let at = 0; at < 3; at++) expect(await statusOf(publish(scene))).toBe(500);
    expect(await statusOf(ask('DELETE', `/api/records/${draft}/draft/files/data.csv`))).toBe(500);
    expect(await statusOf(ask('DELETE', `/api/deposit/depositions/${draft}`))).toBe(500);
    expect(await statusOf(ask('GET', `/api/records/${draft}/draft`))).toBe(200);
    expect(await statusOf(ask('DELETE', `/api/records/${open}/draft`))).toBe(204);
  },
  'an upload is cut, and the file stays pending': async ({ ask, open }) => {
    const file = `/api/records/${open}/draft/files/b`;
    expect(await fails(ask('PUT', `${file}/content`, { body: 'again' }))).toBe(true);
    expect((await ask('GET', file)).body.status).toBe('pending');
  },
  'an answer or a download is cut': async (scene) => expect(await fails(read(scene))).toBe(true),
  'a slow answer or download': async ({ ask, record }) =>
    expect(await elapsed(ask('GET', `/api/records/${record}/files/data.csv/content`, { accept: '*/*' }))).toBeGreaterThan(250),
  'a call waits before it is read': async (scene) => expect(await elapsed(read(scene))).toBeGreaterThan(250),
  'searches and lists are behind': async ({ ask }) => expect((await ask('GET', '/api/records')).body.hits.total).toBe(0),
  'DataCite is behind': async ({ ask, record }) => expect(await statusOf(ask('GET', `/dois/10.5281/zenodo.${record}`))).toBe(404),
  "Zenodo's limits per minute, with their headers": async ({ ask }) => {
    const limits = async (as: 'owner' | 'nobody', url: string) => (await ask('GET', url, { as })).headers.get('x-ratelimit-limit');
    expect([await limits('owner', '/api/records'), await limits('nobody', '/api/funders'), await limits('owner', '/api/funders')]).toEqual([
      '30',
      '133',
      '1000',
    ]);
  },
  "limits of one's own, by class": async ({ ask }) => {
    const allowed = async (as: 'owner' | 'nobody', url: string) => {
      for (let times = 0; ; times++) if ((await statusOf(ask('GET', url, { as }))) === 429) return times;
    };
    expect([
      await allowed('owner', '/api/records'),
      await allowed('nobody', '/api/funders'),
      await allowed('owner', '/api/funders'),
    ]).toEqual([1, 2, 3]);
  },
  'a draft may hold so many bytes': async ({ ask, open }) =>
    expect((await ask('PUT', `/api/records/${open}/draft/files/b/content`, { body: 'more than ten bytes' })).body).toMatchObject({
      status: 400,
    }),
  'the clock goes ahead': async ({ zenodo }) => expect(zenodo.faults.now() - Date.now()).toBeGreaterThan(30 * 86_400_000),
  'the clock is set': async ({ zenodo }) => expect(new Date(zenodo.faults.now()).toISOString()).toMatch(/^2036-01-01T00:0/),
  'no races': async ({ ask, record }) => {
    const answers = await Promise.all([1, 2, 3].map(() => ask('POST', `/api/records/${record}/versions`)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  },
  'an account is blocked as spam': async ({ ask }) => expect(await statusOf(ask('GET', '/api/user/records'))).toBe(403),
  'a user whom nobody has verified': async ({ zenodo }) => {
    const headers = { authorization: `Bearer ${zenodo.tokens['nora']}` };
    expect((await fetch(`${zenodo.url}/api/user/records`, { headers })).status).toBe(200);
  },
  'all faults are forgotten': async (scene) => expect(await statusOf(read(scene))).toBe(200),
  'nothing was ever deposited': async (scene) => {
    expect(await statusOf(read(scene))).toBe(404);
    expect((await scene.ask('GET', '/api/user/records')).body.hits.total).toBe(0);
    expect(await createDraft(scene.ask)).toBe('1000002');
  },
};

const readme = await readFile(path.resolve(import.meta.dirname, '../README.md'), 'utf8');
const [, table = ''] = /\| What happens [^\n]*\n\|[-|]+\|\n(.*?)\n\n/s.exec(readme) ?? [];
const rows = table.split('\n').map((line) =>
  line
    .split(/ *\| */)
    .slice(1, 4)
    .map((cell) => cell.replace(/^`|`$/g, '')),
);

async function scene(): Promise<Scene> {
  const { ask, zenodo } = await started();
  const [draft, record, open] = [await readyDraft(ask), await publishedRecord(ask), await createDraft(ask)];
  await ask('POST', `/api/records/${open}/draft/files`, { json: [{ key: 'b' }] });
  await ask('PUT', `/api/records/${open}/draft/files/b/content`, { body: 'once' });
  return { ask, zenodo, draft, record, open };
}

test('the table of the README and what is seen of it have the same rows', () => {
  expect(rows.map(([what]) => what)).toEqual(Object.keys(seen));
});

test.each(rows)('in code, %s', async (what, code) => {
  const given = await scene();
  if (what === 'all faults are forgotten') given.zenodo.faults.answer({}, { status: 500 });
  await runInNewContext(`(${code})`, { zenodo: given.zenodo, faults: given.zenodo.faults, Date });
  await seen[what!]!(given);
});

test.each(rows)('over HTTP, %s', async (what, _code, call) => {
  const given = await scene();
  if (what === 'all faults are forgotten') given.zenodo.faults.answer({}, { status: 500 });
  const [, method = 'POST', url = '/_stand-in/faults', json = ''] = /^(?:([A-Z]+) (\S+) ?)?(.*)$/.exec(call!) ?? [];
  const sent = json === '' ? {} : { json: JSON.parse(json) as unknown };
  expect([201, 204]).toContain(await statusOf(given.ask(method, url, { as: 'admin', ...sent })));
  await seen[what!]!(given);
});
