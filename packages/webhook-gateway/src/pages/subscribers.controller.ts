import { randomUUID } from 'node:crypto';
import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiParts } from '../api/api-parts.ts';
import { replayAll, stopReplay } from '../api/replay.ts';
import { checkTestRate, subscriptionView } from '../api/subscription-endpoints.ts';
import { Problem } from '../problems/problem.ts';
import { noSubscription } from '../subscribers/subscription-book.ts';
import type { EventQuery } from '../tables/outbox.ts';
import { noteOf, PageDoor } from './page-door.ts';
import { placeIn, type Wanted, wantedOf } from './page-query.ts';
import { subscriberPage, subscribersPage } from './subscriber-pages.ts';

const shownAttempts = 50;
const shownReplays = 10;

/** Pages about subscribers, and what a person does on them. */
@Controller('subscribers')
export class SubscribersController {
  readonly #door: PageDoor;
  readonly #parts: ApiParts;

  constructor(@Inject(PageDoor) door: PageDoor, @Inject(ApiParts) parts: ApiParts) {
    this.#door = door;
    this.#parts = parts;
  }

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const seen = await this.#door.admit(request, reply);
    if (!seen) return;
    const subscriptions = await Promise.all(this.#parts.book.current.map((one) => subscriptionView(one, this.#parts)));
    await this.#door.show(reply, subscribersPage({ subscriptions, caller: seen.caller }));
  }

  @Get(':name')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): Promise<void> {
    const seen = await this.#door.admit(request, reply);
    if (!seen) return;
    const data = await this.#data(name, wantedOf(request.query, ['tries', 'tries-after', 'replays-after']));
    await this.#door.show(reply, subscriberPage({ ...data, caller: seen.caller, note: noteOf(request) }));
  }

  @Post(':name/enable')
  async enable(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): Promise<void> {
    const { caller } = await this.#door.act(request, 'operate');
    this.#known(name);
    const { store, subscribers, outbox, events, audit } = this.#parts;
    await audit.during({ who: caller.name, action: 'subscription.enable', subject: name }, () =>
      store.write([subscribers.enableStatement(name), outbox.hurry(name, Date.now())]),
    );
    events.wake();
    await this.#door.seeOther(reply, `/subscribers/${name}`, 'It is enabled.');
  }

  @Post(':name/test')
  async test(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): Promise<void> {
    const { caller } = await this.#door.act(request, 'operate');
    this.#known(name);
    checkTestRate(name);
    const { statements } = this.#parts.events.test(name, randomUUID());
    const asked = { who: caller.name, action: 'subscription.test', subject: name };
    await this.#parts.audit.during(asked, () => this.#parts.store.write(statements));
    this.#parts.events.wake();
    await this.#door.seeOther(reply, `/subscribers/${name}`, 'A test event is on its way.');
  }

  /** Events since a time are counted first, and sent when the number comes back. */
  @Post(':name/replay')
  async replay(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): Promise<void> {
    const { caller, form } = await this.#door.act(request, 'operate');
    this.#known(name);
    const from = form.get('from') ?? '';
    const time = Date.parse(`${from}Z`);
    if (Number.isNaN(time)) throw new Problem('invalid-request', 'The time is none.', 'Write it as 2026-11-25T14:00.');
    const count = await this.#parts.outbox.countEvents({ from: time });
    const confirm = form.get('confirm');
    if (confirm !== null && confirm.trim() === String(count)) {
      await this.#replay(caller.name, { from: time }, name, count);
      await this.#door.seeOther(reply, `/subscribers/${name}`, 'They are sent again.');
      return;
    }
    const note = confirm === null ? undefined : `The number is not the one of these events, which is ${count} now; nothing was sent.`;
    await this.#door.show(reply, subscriberPage({ ...(await this.#data(name)), caller, note, replay: { from, count } }));
  }

  @Post(':name/replays/:id/stop')
  async stop(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('name') name: string,
    @Param('id') id: string,
  ): Promise<void> {
    const { caller } = await this.#door.act(request, 'operate');
    this.#known(name);
    await this.#parts.audit.during(
      { who: caller.name, action: 'events.replay_stop', subject: id },
      () => stopReplay(id, this.#parts),
      ({ sent }) => ({ sent }),
    );
    await this.#door.seeOther(reply, `/subscribers/${name}`, 'The replay is stopped.');
  }

  async #replay(who: string, query: EventQuery, subject: string, count: number): Promise<void> {
    const asked = { who, action: 'events.replay', subject, detail: { ...query } };
    await this.#parts.audit.during(
      asked,
      () => replayAll({ query }, subject, count, this.#parts),
      ({ queued }) => ({ queued }),
    );
  }

  async #data(name: string, wanted: Wanted = {}) {
    const subscription = await subscriptionView(this.#known(name), this.#parts);
    const { attempts, replays } = this.#parts;
    return {
      subscription,
      tries: await attempts.list({
        subscriber: name,
        limit: shownAttempts,
        before: placeIn(wanted['tries-after']),
        failed: wanted['tries'] === 'failed',
      }),
      wanted,
      sentAgain: await replays.list({ subscriber: name, limit: shownReplays, after: wanted['replays-after'] }),
    };
  }

  #known(name: string) {
    const found = this.#parts.book.find(name);
    if (!found) throw noSubscription(name.slice(0, 100));
    return found;
  }
}
