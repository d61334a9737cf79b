import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { startOn } from './_util/gateway.ts';
import { startSubscriber, until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

it('while Zenodo is away the job waits and says until when; once it is back, all is published in order', async () => {
  const folder = await tempFolder();
  const zenodo = await startStandIn({ port: 0, folder });
  onTestFinished(() => zenodo.close());
  const subscriber = await startSubscriber();
  const { send } = await startOn(zenodo, {
    subscribers: [subscriber.config],
    deposits: { pollMs: 50, leaseMs: 2_000, retryDelaysMs: [400], doiDelaysMs: [30], shutdownMs: 2_000 },
  });
  await zenodo.close();

  const accepted = await send.put('xrd/S-1/a.xy', 'x');
  expect(accepted.status).toBe(202);
  const id = String(accepted.json['id']);
  const second = String((await send.put('xrd/S-1/b.xy', 'y')).json['id']);
  const waiting = await send.untilState(id, 'waiting');
  expect(waiting).toMatchObject({ safe_to_delete: false, next_try_at: expect.any(String), problem: expect.any(String) });
  expect(waiting['next_action']).toMatch(/^Waiting: .*Next try at \d\d:\d\d:\d\d UTC.*given up on \d+ \w+ \d{4}\.$/);

  const back = await startStandIn({ port: Number(new URL(zenodo.url).port), folder });
  onTestFinished(() => back.close());
  const [first, next] = [await send.untilState(id, 'findable'), await send.untilState(second, 'findable')];
  expect(next['concept_doi']).toBe(first['concept_doi']);
  await until(() => subscriber.received.length >= 6, 'six events');
  expect(subscriber.types().filter((type) => type === 'deposit.failed')).toEqual([]);
});

it('what needs a person stops with a reason, an event, and a way on: sending again', async () => {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const subscriber = await startSubscriber();
  const { send } = await startOn(zenodo, { subscribers: [subscriber.config] });
  zenodo.faults.answer(
    { method: 'POST', path: '/api/records', times: 1 },
    { status: 403, body: { status: 403, message: 'Permission denied.' } },
  );
  const id = String((await send.put('xrd/S-1/a.xy', 'x')).json['id']);
  const failed = await send.untilState(id, 'failed');
  expect(String(failed['next_action'])).toMatch(/^Stopped: /);
  await until(() => subscriber.types().includes('deposit.failed'), 'the event');

  const again = await send.put('xrd/S-1/a.xy', 'x');
  expect(again).toMatchObject({ status: 200, json: { id, duplicate: true } });
  await send.untilState(id, 'findable');
});
