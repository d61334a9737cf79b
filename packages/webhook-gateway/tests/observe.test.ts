import { request } from 'undici';
import { expect, it } from 'vitest';
import { startWorld } from './_util/gateway.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

it('what changes at Zenodo without the gateway is an event too', { timeout: 180_000 }, async () => {
  const subscriber = await startSubscriber();
  const { zenodo } = await startWorld({
    subscribers: [{ ...subscriber.config, events: ['record.*'] }],
    observe: { own: true, share: 1 },
  });
  const call = async (method: 'POST' | 'PUT', path: string, body: unknown, type = 'application/json'): Promise<Record<string, unknown>> => {
    const answer = await request(zenodo.url + path, {
      method,
      headers: { authorization: `Bearer ${zenodo.tokens.owner}`, 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return (await answer.body.json()) as Record<string, unknown>;
  };
  // The first look says what is known already; what comes after it is news.
  await until(() => zenodo.calls.some(({ path }) => path.includes('/user/records')), 'the first look');
  const creators = [{ person_or_org: { type: 'personal', family_name: 'Curie' } }];
  const metadata = { title: 'By hand', publication_date: '2026-11-25', resource_type: { id: 'dataset' }, creators, publisher: 'Zenodo' };
  const draft = await call('POST', '/api/records', { metadata, files: { enabled: true } });
  const file = `/api/records/${String(draft['id'])}/draft/files`;
  await call('POST', file, [{ key: 'a.txt' }]);
  await call('PUT', `${file}/a.txt/content`, 'a', 'application/octet-stream');
  await call('POST', `${file}/a.txt/commit`, {});
  const record = await call('POST', `/api/records/${String(draft['id'])}/draft/actions/publish`, {});
  await until(() => subscriber.types().includes('record.published'), 'the event', 50_000);
  const { body, headers } = subscriber.received[0]!;
  expect(body).toMatchObject({ subject: String(record['id']), source: zenodo.url, data: { before: null, after: { title: 'By hand' } } });
  expect(headers['webhook-id']).toBe(body.id);
});
