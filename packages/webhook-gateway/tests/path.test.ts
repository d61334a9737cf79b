import { createHash, randomBytes } from 'node:crypto';
import { verifyWebhook } from '@zenodo-connect/core/webhooks';
import { Webhook } from 'standardwebhooks';
import { request } from 'undici';
import { expect, it } from 'vitest';
import { startWorld } from './_util/gateway.ts';
import { secret, startSubscriber, until } from './_util/subscriber.ts';

it('a PUT ends in a published record, a DOI that can be found, and five signed events', async () => {
  const subscriber = await startSubscriber();
  const { send, zenodo } = await startWorld({ subscribers: [subscriber.config], publicUrl: 'https://gw.lab.example' });
  const bytes = Buffer.from('5.00 12\n5.01 14\n');

  const accepted = await send.put('xrd/S-2291/scan42.xy', bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(accepted).toMatchObject({ status: 202, json: { status: 'queued', dataset: 'S-2291', sha256, duplicate: false } });
  const id = String(accepted.json['id']);
  expect(accepted.json['status_url']).toBe(`https://gw.lab.example/jobs/${id}`);
  expect(accepted.headers).toMatchObject({ location: `https://gw.lab.example/jobs/${id}`, 'retry-after': '5' });

  const job = await send.untilState(id, 'findable');
  expect(job).toMatchObject({
    next_action: 'Done: the record is published and its DOI can be found.',
    safe_to_delete: true,
    files: [{ name: 'scan42.xy', size: bytes.length, sha256 }],
    problem: null,
  });
  const record = (await (await request(`${zenodo.url}/api/records/${String(job['doi']).split('.').pop()}`)).body.json()) as {
    metadata: { title: string };
  };
  expect(record.metadata.title).toBe('Powder diffraction of S-2291');

  await until(() => subscriber.received.length >= 5, 'five events');
  expect(subscriber.types()).toEqual([
    'deposit.received',
    'deposit.created',
    'deposit.files_uploaded',
    'deposit.published',
    'doi.findable',
  ]);
  for (const { headers, bytes: signed, body } of subscriber.received) {
    expect(headers['content-type']).toBe('application/json');
    expect(headers['webhook-id']).toBe(body.id);
    expect(verifyWebhook({ headers, body: signed, secrets: secret, now: new Date() }).id).toBe(body.id);
    expect(new Webhook(secret).verify(signed, headers as Record<string, string>)).toEqual(body);
    expect(body).toMatchObject({ specversion: '1.0', source: 'https://gw.lab.example', subject: 'xrd/S-2291', data: { job: id } });
  }
  expect(subscriber.received[3]?.body.data).toMatchObject({
    doi: job['doi'],
    record_url: job['record_url'],
    concept_doi: job['concept_doi'],
  });
});

it('a file of several megabytes goes through the spool unchanged', async () => {
  const { send, zenodo } = await startWorld();
  const bytes = randomBytes(5_000_000);
  const { json } = await send.put('xrd/big/scan.raw', bytes);
  const job = await send.untilState(String(json['id']), 'findable');
  const recordId = String(job['doi']).split('.').pop();
  const stored = await request(`${zenodo.url}/api/records/${recordId}/files/scan.raw/content`);
  expect(Buffer.from(await stored.body.arrayBuffer()).equals(bytes)).toBe(true);
});

it('a second file of a published dataset becomes a new version that holds both', async () => {
  const { send, zenodo } = await startWorld();
  const first = await send.untilState(String((await send.put('xrd/S-1/a.xy', 'first')).json['id']), 'findable');
  const second = await send.untilState(String((await send.put('xrd/S-1/b.xy', 'second')).json['id']), 'findable');
  expect(second['concept_doi']).toBe(first['concept_doi']);
  expect(second['doi']).not.toBe(first['doi']);
  const files = await filesOf(zenodo.url, second);
  expect(files).toEqual(['a.xy', 'b.xy']);
});

it('a second file of a dataset whose draft is open goes into that draft', async () => {
  const { gateway, zenodo, send } = await startWorld();
  const token = await gateway.addToken('drafts');
  const headers = { authorization: `Bearer ${token}` };
  const ids: string[] = [];
  for (const file of ['a.xy', 'b.xy']) {
    const { json } = await send.put(`drafts/S-1/${file}`, `bytes of ${file}`, headers);
    const url = `/jobs/${String(json['id'])}`;
    await until(async () => (await send.get(url, headers)).json['status'] === 'left', 'the draft is left');
    ids.push(String((await send.get(url, headers)).json['record_url']));
  }
  expect(ids[0]).toBe(ids[1]);
  const draftId = ids[0]?.split('/').pop();
  const answer = await request(`${zenodo.url}/api/records/${draftId}/draft/files`, {
    headers: { authorization: `Bearer ${zenodo.tokens.owner}` },
  });
  const { entries } = (await answer.body.json()) as { entries: { key: string }[] };
  expect(entries.map(({ key }) => key).sort()).toEqual(['a.xy', 'b.xy']);
});

it('a POST says dataset, file name and metadata in headers', async () => {
  const { send } = await startWorld();
  const accepted = await send.post('xrd', 'x y', {
    'x-dataset': 'S-7',
    'x-file-name': Buffer.from('prüfung.xy').toString('latin1'),
    'x-meta-operator': 'MC',
  });
  expect(accepted).toMatchObject({ status: 202, json: { dataset: 'S-7' } });
  const job = await send.untilState(String(accepted.json['id']), 'findable');
  expect(job['files']).toMatchObject([{ name: 'prüfung.xy' }]);
});

async function filesOf(zenodoUrl: string, job: Readonly<Record<string, unknown>>): Promise<string[]> {
  const answer = await request(`${zenodoUrl}/api/records/${String(job['doi']).split('.').pop()}/files`, {
    headers: { accept: 'application/json' },
  });
  const { entries } = (await answer.body.json()) as { entries: { key: string }[] };
  return entries.map(({ key }) => key).sort();
}
