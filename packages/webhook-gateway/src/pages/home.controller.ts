import { Controller, Get, Head, Inject, Req, Res } from '@nestjs/common';
import { DepositsService } from '@zenodo-connect/nestjs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Problem } from '../problems/problem.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { Outbox } from '../tables/outbox.ts';
import { Subscribers } from '../tables/subscribers.ts';
import { contentSecurityPolicy, homePage } from './home-page.ts';
import { isLocalCaller } from './local-caller.ts';

const shownJobs = 30;

/** The one page: what arrived, what became of it, and who is told. */
@Controller()
export class HomeController {
  readonly #settings: Settings;
  readonly #deposits: DepositsService;
  readonly #subscribers: Subscribers;
  readonly #outbox: Outbox;
  readonly #book: RecipeBook;

  constructor(
    @Inject(GATEWAY_SETTINGS) settings: Settings,
    @Inject(DepositsService) deposits: DepositsService,
    @Inject(Subscribers) subscribers: Subscribers,
    @Inject(Outbox) outbox: Outbox,
    @Inject(RecipeBook) book: RecipeBook,
  ) {
    this.#settings = settings;
    this.#deposits = deposits;
    this.#subscribers = subscribers;
    this.#outbox = outbox;
    this.#book = book;
  }

  /** Object stores ask this before they send events. */
  @Head()
  async head(@Res() reply: FastifyReply): Promise<void> {
    await reply.code(200).send();
  }

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.#checkCaller(request);
    const known = new Set(this.#settings.subscribers.map(({ name }) => name));
    const states = (await this.#subscribers.list()).filter(({ name }) => known.has(name));
    const subscribers = await Promise.all(
      states.map(async (state) => ({
        ...state,
        pending: await this.#outbox.count(state.name, 'pending'),
        givenUp: await this.#outbox.count(state.name, 'given_up'),
      })),
    );
    const page = homePage({
      jobs: await this.#deposits.list({ limit: shownJobs }),
      stats: await this.#deposits.stats(),
      drafts: new Set((await this.#deposits.list({ state: 'left', limit: 500 })).map(({ recordId }) => recordId)).size,
      subscribers,
      routes: this.#book.recipes.map(({ route }) => route),
      zenodo: this.#settings.zenodo.url,
      now: new Date(),
    });
    await reply
      .headers({ 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page);
  }

  #checkCaller({ headers, socket }: FastifyRequest): void {
    const { page } = this.#settings;
    if (page === 'public' || (page === 'local' && isLocalCaller(headers, socket.remoteAddress))) return;
    throw new Problem(
      'not-for-you',
      'The page is shown on the machine of the gateway only.',
      'Open it there, or set `page: public` in the configuration.',
    );
  }
}
