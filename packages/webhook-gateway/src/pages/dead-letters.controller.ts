import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiParts } from '../api/api-parts.ts';
import { deadLetterOf, type Resend, resend } from '../api/dead-letter.ts';
import { checkedBy } from '../api/read-body.ts';
import { replayAll } from '../api/replay.ts';
import { subscriptionChangeSchema } from '../api/schemas.ts';
import { subscriptionView } from '../api/subscription-endpoints.ts';
import { eventTypes } from '../events/event-types.ts';
import type { Caller } from '../people/scopes.ts';
import { Problem } from '../problems/problem.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { noSubscription } from '../subscribers/subscription-book.ts';
import type { EventQuery } from '../tables/outbox.ts';
import { type DeadLetterData, deadLetterPage } from './dead-letter-page.ts';
import { deadLettersPage, deadLetterWishes, listPlace } from './dead-letters-page.ts';
import { noteOf, PageDoor } from './page-door.ts';
import { placeIn, type Wanted, wantedOf } from './page-query.ts';

const shown = 100;

type Place = Readonly<Record<'event' | 'subscriber', string>>;

/** What needs a person, and what a person does about events that were given up. */
@Controller('dead-letters')
export class DeadLettersController {
  readonly #door: PageDoor;
  readonly #parts: ApiParts;
  readonly #book: RecipeBook;

  constructor(@Inject(PageDoor) door: PageDoor, @Inject(ApiParts) parts: ApiParts, @Inject(RecipeBook) book: RecipeBook) {
    this.#door = door;
    this.#parts = parts;
    this.#book = book;
  }

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const seen = await this.#door.admit(request, reply);
    if (!seen) return;
    await this.#show(reply, wantedOf(request.query, deadLetterWishes), seen.caller, noteOf(request));
  }

  /** All events that are chosen on the list, when their number comes back. */
  @Post('send')
  async sendAll(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { caller, form } = await this.#door.act(request, 'operate');
    const wanted = wantedIn(form);
    const { subscriber = '' } = wanted;
    if (!this.#parts.book.find(subscriber)) throw noSubscription(subscriber.slice(0, 100));
    const query = givenUpOf(wanted);
    if (!query) throw new Problem('invalid-request', 'There is no such event.', 'Choose one of the list.');
    const count = await this.#parts.outbox.countEvents(query);
    if (form.get('confirm')?.trim() !== String(count)) {
      await this.#show(reply, wanted, caller, `The number is not the one of these events, which is ${count} now; nothing was sent.`);
      return;
    }
    const asked = { who: caller.name, action: 'events.replay', subject: subscriber, detail: { ...query } };
    await this.#parts.audit.during(
      asked,
      () => replayAll({ query }, subscriber, count, this.#parts),
      ({ queued }) => ({ queued }),
    );
    await this.#door.seeOther(reply, listPlace(wanted), 'They are sent again.');
  }

  @Get(':event/:subscriber')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param() place: Place): Promise<void> {
    const seen = await this.#door.admit(request, reply);
    if (!seen) return;
    const data = await this.#data(place, wantedOf(request.query, deadLetterWishes));
    await this.#door.show(reply, deadLetterPage({ ...data, caller: seen.caller }));
  }

  /** As it is, or to another subscriber. */
  @Post(':event/:subscriber/send')
  async send(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param() place: Place): Promise<void> {
    const { caller, form } = await this.#door.act(request, 'operate');
    await this.#resend({ ...place, caller, to: form.get('to') ?? undefined });
    await this.#door.seeOther(reply, listPlace(wantedIn(form)), 'It is sent again.');
  }

  /** What cannot be is said on the page, with what was written and is no secret. */
  @Post(':event/:subscriber/correct')
  async correct(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param() place: Place): Promise<void> {
    const { caller, form } = await this.#door.act(request, 'operate');
    const field = (name: string): string => form.get(name)?.trim() ?? '';
    const written = { url: field('url'), format: field('format'), headerName: field('header-name') };
    try {
      const header = headerOf(written.headerName, field('header-value'), this.#parts.book.find(place.subscriber)?.header?.name);
      const change = checkedBy(subscriptionChangeSchema, { url: written.url, format: written.format, ...(header && { header }) }, 'form');
      await this.#resend({ ...place, caller, change, newSecret: field('secret') || undefined });
    } catch (error) {
      if (!(error instanceof Problem) || error.kind === 'not-found' || error.kind === 'not-for-you') throw error;
      const data = await this.#data(place, wantedIn(form));
      await this.#door.show(reply, deadLetterPage({ ...data, caller, note: error.message, written }), { status: error.status });
      return;
    }
    await this.#door.seeOther(reply, listPlace(wantedIn(form)), 'It is saved, and sent again.');
  }

  async #show(reply: FastifyReply, wanted: Wanted, caller: Caller | undefined, note: string | undefined): Promise<void> {
    const { stopped, outbox, book } = this.#parts;
    const { route, subscriber, type } = wanted;
    const all = subscriber !== undefined && book.find(subscriber) ? givenUpOf(wanted) : undefined;
    const page = deadLettersPage({
      deposits: await stopped.list({ limit: shown, route, after: wanted['deposits-after'] }),
      events: await outbox.deadLetters({ limit: shown, subscriber, type, before: placeIn(wanted['events-after']) }),
      all: all && (await outbox.countEvents(all)),
      wanted,
      routes: this.#book.recipes.map((one) => one.route),
      subscribers: book.current.map(({ name }) => name),
      caller,
      note,
    });
    await this.#door.show(reply, page);
  }

  async #resend(asked: Resend): Promise<void> {
    const detail = { ids: [asked.event], given_up_at: asked.subscriber };
    const entry = { who: asked.caller.name, action: 'events.replay', subject: asked.to ?? asked.subscriber, detail };
    await this.#parts.audit.during(entry, () => resend(asked, this.#parts));
  }

  async #data({ event, subscriber }: Place, wanted: Wanted): Promise<Omit<DeadLetterData, 'caller'>> {
    const letter = await deadLetterOf(event, subscriber, this.#parts);
    const { subscription } = letter;
    return {
      letter,
      subscription: subscription && (await subscriptionView(subscription, this.#parts)),
      others: this.#parts.book.current.map(({ name }) => name).filter((name) => name !== subscriber),
      wanted,
    };
  }
}

const wantedIn = (form: URLSearchParams): Wanted => wantedOf(Object.fromEntries(form), deadLetterWishes);

/** The events of the chosen subscriber and type; undefined where none can be, since the list takes names alone and no groups. */
function givenUpOf({ subscriber, type }: Wanted): EventQuery | undefined {
  if (subscriber === undefined || (type !== undefined && !eventTypes.some((one) => one === type))) return undefined;
  return { ...(type !== undefined && { types: [type] }), deliveredTo: { subscriber, state: 'given_up' } };
}

/** A header goes with its value; one that stays needs none. @throws {Problem} */
function headerOf(name: string, value: string, before: string | undefined) {
  if (value !== '') return { name, value };
  if (name !== '' && name !== before)
    throw new Problem('invalid-request', `The header ${name.slice(0, 64)} has no value; nothing was saved.`, 'Write its value too.');
  return undefined;
}
