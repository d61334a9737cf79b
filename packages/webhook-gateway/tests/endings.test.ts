import { Zenodo } from '@zenodo-connect/core';
import { DepositsService } from '@zenodo-connect/nestjs';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { AuditLog } from '../src/audit/audit-log.ts';
import { SpoolCleaner } from '../src/intake/spool-cleaner.ts';
import { DraftDesk } from '../src/jobs/draft-desk.ts';
import { Inbox } from '../src/tables/inbox.ts';
import { recipe, startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { besideGateway } from './_util/store.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

const flag = 'i_understand_publication_is_permanent: true';
const ending = (publish: string, more = ''): string => `${recipe.replace(/publish:.*/, `publish: ${publish}`)}${more}`;

async function startWith(publish: string, more = ''): Promise<World & { desk: DraftDesk }> {
  const world = await startWorld({}, [ending(publish, more)]);
  return { ...world, desk: world.gateway.app.get(DraftDesk) };
}

const publishes = ({ zenodo }: World): number =>
  zenodo.calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202).length;

async function left({ send }: World, file = 'a.xy', bytes = 'bytes'): Promise<Readonly<Record<string, unknown>>> {
  const { json } = await send.put(`xrd/S-1/${file}`, bytes);
  return send.untilState(String(json['id']), 'left');
}

describe('a held draft', () => {
  it('is published by itself when its time is over', async () => {
    const world = await startWith(`{ mode: hold, after: 3s, ${flag} }`);
    const job = await left(world);
    expect(job).toMatchObject({
      decision: { mode: 'hold', state: 'waiting' },
      next_action: expect.stringMatching(/is published at 20.*unless/),
    });
    await world.send.untilState(String(job['id']), 'published', 'findable');
    expect(publishes(world)).toBe(1);
  });

  it('A-15 is stopped by its link, which only shows itself until the button is pressed', async () => {
    const world = await startWith(`{ mode: hold, after: 48h, ${flag} }`);
    const job = await left(world);
    const url = String(job['stop_url']);
    const looked = await request(url);
    expect(await looked.body.text()).toContain('Do not publish it');
    expect((await world.send.job(String(job['id'])))['decision']).toMatchObject({ state: 'waiting' });
    const pressed = await request(url, { method: 'POST' });
    expect([pressed.statusCode, await pressed.body.text()]).toEqual([200, expect.stringContaining('Stopped')]);
    expect(await world.send.job(String(job['id']))).toMatchObject({ decision: { state: 'stopped', decided_by: 'the stop link' } });
    await world.desk.carryOut(Date.now() + 72 * 3_600_000);
    expect(publishes(world)).toBe(0);
  });

  it('A-15, L-02 has a link that stands in no log line and in no entry of the audit log', async () => {
    const world = await startWith(`{ mode: hold, after: 48h, ${flag} }`);
    const url = String((await left(world))['stop_url']);
    await request(url);
    await request(url, { method: 'HEAD' });
    await request(url, { method: 'POST' });
    const audit = await world.gateway.app.get(AuditLog).list({ limit: 100 });
    expect(audit.length).toBeGreaterThan(0);
    expect(JSON.stringify([world.log, audit])).not.toContain(url.split('/').at(-1));
  });

  it('is told of with the link that stops it', async () => {
    const subscriber = await startSubscriber();
    const world = await startWorld({ subscribers: [subscriber.config] }, [ending(`{ mode: hold, after: 48h, ${flag} }`)]);
    const job = await left(world);
    await until(() => subscriber.types().includes('deposit.draft_ready'), 'the draft is told of');
    const event = subscriber.received.find(({ body }) => body.type === 'deposit.draft_ready');
    expect(event?.body.data['decision']).toEqual({ mode: 'hold', stop_url: job['stop_url'], publishes_at: expect.stringMatching(/^20/) });
  });

  it('that was let go cannot be stopped any more, and its link says so', async () => {
    const world = await startWith(`{ mode: hold, after: 48h, ${flag} }`);
    const job = await left(world);
    await world.desk.carryOut(Date.now() + 72 * 3_600_000);
    await world.send.untilState(String(job['id']), 'published', 'findable');
    const late = await request(String(job['stop_url']), { method: 'POST' });
    expect([late.statusCode, await late.body.text()]).toEqual([409, expect.stringContaining('published already, by time')]);
  });

  it('is found by no link with another code, and by none of another draft', async () => {
    const world = await startWith(`{ mode: hold, after: 48h, ${flag} }`);
    const url = String((await left(world))['stop_url']);
    for (const wrong of [url.replace(/.$/, (last) => (last === '0' ? '1' : '0')), url.replace(/drafts\/\d+/, 'drafts/1'), `${url}0`]) {
      expect((await request(wrong, { method: 'POST' })).statusCode).toBe(404);
    }
    expect((await world.desk.all('waiting')).length).toBe(1);
  });

  it('begins its time anew with each file that comes in, and is published with all of them', async () => {
    const world = await startWith(`{ mode: hold, after: 48h, ${flag} }`);
    const first = await left(world, 'a.xy', 'one');
    const [before] = await world.desk.all('waiting');
    const second = await left(world, 'b.xy', 'two');
    const [after] = await world.desk.all('waiting');
    expect(after!.openAt!.getTime()).toBeGreaterThan(before!.openAt!.getTime());
    expect(after!.draftId).toBe(before!.draftId);
    await world.desk.carryOut(Date.now() + 72 * 3_600_000);
    const done = await world.send.untilState(String(second['id']), 'published', 'findable');
    expect(done['record_url']).toContain(after!.draftId);
    expect(publishes(world)).toBe(1);
    expect(first['id']).not.toBe(second['id']);
  });
});

describe('a draft that waits for approval', () => {
  it('A-15 is published once a second person approves it, and not by whoever sent it', async () => {
    const world = await startWith(`{ mode: approval, sent_by: "{{ meta.operator | default: 'nobody' }}" }`);
    const { json } = await world.send.put('xrd/S-1/a.xy', 'bytes', { 'x-meta-operator': 'Marie' });
    const job = await world.send.untilState(String(json['id']), 'left');
    const [draft] = await world.desk.all('waiting');
    await expect(world.desk.approve(draft!.draftId, 'marie')).rejects.toThrow('a second person has to approve them');
    expect(job['next_action']).toBe('The draft is complete and waits until a second person approves it.');
    await world.desk.approve(draft!.draftId, 'Pierre');
    await world.send.untilState(String(json['id']), 'published', 'findable');
    expect((await world.send.job(String(json['id'])))['decision']).toMatchObject({ state: 'published', decided_by: 'Pierre' });
  });

  it('is approved only by those whom the recipe names', async () => {
    const world = await startWith('{ mode: approval, approvers: [irene] }');
    await left(world);
    const [draft] = await world.desk.all('waiting');
    await expect(world.desk.approve(draft!.draftId, 'pierre')).rejects.toThrow('"pierre" is not among those who may approve');
    await world.desk.approve(draft!.draftId, 'irene');
    await until(() => publishes(world) === 1, 'the draft is published');
  });

  it('is decided about once, however many approve at once', async () => {
    const world = await startWith('{ mode: approval }');
    await left(world);
    const [draft] = await world.desk.all('waiting');
    const answers = await Promise.allSettled(['a', 'b', 'c'].map((by) => world.desk.approve(draft!.draftId, by)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await until(() => publishes(world) === 1, 'the draft is published');
  });

  it('is published by another gateway when the one that wrote the decision down died at once', async () => {
    const world = await startWith('{ mode: approval }');
    await left(world);
    const [draft] = await world.desk.all('waiting');
    const { Decisions } = await import('../src/tables/decisions.ts');
    const decided = await world.gateway.app
      .get(Decisions)
      .decide(draft!.draftId, { to: 'publishing', from: ['waiting'], by: 'irene', now: Date.now() });
    expect(decided).toBe(true);
    await until(() => publishes(world) === 1, 'the clock carries the decision out');
  });
});

it('the bytes of a complete draft are let go when the recipe says so, and it can still be published', async () => {
  const world = await startWith('{ mode: approval }', 'retention: { draft_bytes: 1s }\n');
  const job = await left(world, 'a.xy', 'x'.repeat(100_000));
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  world.gateway.app.get(SpoolCleaner).wake(0);
  await until(async () => (await keptIn(world.config.folder)).spool === 0, 'the bytes are gone');
  const [draft] = await world.desk.all('waiting');
  await world.desk.approve(draft!.draftId, 'irene');
  await world.send.untilState(String(job['id']), 'published', 'findable');
});

describe('the bytes of a deposit that failed', () => {
  const refuse = ({ zenodo }: World, times: number): void =>
    zenodo.faults.answer(
      { method: 'POST', path: '*/draft/actions/publish', times },
      {
        status: 400,
        body: { status: 400, message: 'A validation error occurred.', errors: [{ field: 'metadata.title', messages: ['No.'] }] },
      },
    );
  const spooled = async (world: World): Promise<number> => (await keptIn(world.config.folder)).spool;
  /** Failed, and its time over. */
  async function gone(): Promise<{ world: World; id: string; body: string }> {
    const world = await startWith(`{ mode: auto, ${flag} }`, 'retention: { stopped_bytes: 1s }\n');
    refuse(world, 1);
    const body = 'x'.repeat(100_000);
    const id = String((await world.send.put('xrd/S-1/a.xy', body)).json['id']);
    await world.send.untilState(id, 'failed');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    world.gateway.app.get(SpoolCleaner).wake(0);
    await until(async () => (await spooled(world)) === 0, 'the bytes are gone');
    return { world, id, body };
  }

  it('are let go when the recipe says so, and the job says that it needs them', async () => {
    const { world, id } = await gone();
    expect(await world.send.job(id)).toMatchObject({
      status: 'failed',
      your_copy: 'Keep your copy: the file is not on Zenodo, and not here any more.',
      next_action: expect.stringContaining('The file is not kept any more; when the cause is cured, send it again.'),
    });
  });

  it('come again with the file, and it is deposited', async () => {
    const { world, id, body } = await gone();
    expect((await world.send.put('xrd/S-1/a.xy', body)).json).toMatchObject({ id, duplicate: true });
    await world.send.untilState(id, 'published', 'findable');
    await until(async () => (await spooled(world)) === 0, 'the bytes that came again are gone too');
  });

  it('are kept for ever when the recipe says nothing of them, also where drafts have a time', async () => {
    const world = await startWith('{ mode: approval }', 'retention: { draft_bytes: 1s }\n');
    refuse(world, 1);
    const job = await left(world, 'a.xy', 'x'.repeat(100_000));
    const [draft] = await world.desk.all('waiting');
    await world.desk.approve(draft!.draftId, 'irene');
    await world.send.untilState(String(job['id']), 'failed');
    const inbox = world.gateway.app.get(Inbox);
    const [entry] = await inbox.ofJob(String(job['id']));
    await besideGateway(world.config.folder, (store) => store.write([inbox.releaseDue(Date.now() + 86_400_000)]));
    expect((await inbox.find(entry!.id))?.releasedAt).toBeUndefined();
  });
});

it('each deposit of a dataset is a record of its own when the recipe says so', async () => {
  const world = await startWith(`{ mode: auto, ${flag} }`, 'versioning: { same_dataset: new_record }\n');
  const ids = await Promise.all(['a.xy', 'b.xy'].map(async (file) => String((await world.send.put(`xrd/S-1/${file}`, file)).json['id'])));
  const jobs = await Promise.all(ids.map((id) => world.send.untilState(id, 'findable')));
  expect(new Set(jobs.map((job) => job['concept_doi'])).size).toBe(2);
});

it('the first record of a dataset goes to the community of the recipe, and its later versions are published', async () => {
  const world = await startWith(`{ mode: auto, ${flag} }`, 'community: { slug: diffraction, comment: From the night shift. }\n');
  const { url, tokens } = world.zenodo;
  const curator = new Zenodo({ baseUrl: url, dataciteUrl: url, token: tokens.other });
  await curator.communities.create({ slug: 'diffraction', metadata: { title: 'Diffraction' } });
  const first = String((await world.send.put('xrd/S-1/a.xy', 'one')).json['id']);
  await world.send.untilState(first, 'submitted');
  const deposits = world.gateway.app.get(DepositsService);
  await curator.requests.accept((await deposits.get(first)).requestId!);
  // Whether it was decided is looked at every few minutes; a retry looks at once.
  await deposits.retry(first);
  await world.send.untilState(first, 'published', 'findable');
  const second = String((await world.send.put('xrd/S-1/b.xy', 'two')).json['id']);
  const version = await world.send.untilState(second, 'published', 'findable');
  expect(version['concept_doi']).toBe((await world.send.job(first))['concept_doi']);
});
