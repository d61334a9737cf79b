import { Controller, Get, Head, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiParts } from '../api/api-parts.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { countLeftDrafts } from '../tables/left-drafts.ts';
import { homePage } from './home-page.ts';
import { PageDoor } from './page-door.ts';

const shownJobs = 30;

/** The first page: what arrived, what became of it, and who is told. */
@Controller()
export class HomeController {
  readonly #door: PageDoor;
  readonly #parts: ApiParts;
  readonly #book: RecipeBook;

  constructor(@Inject(PageDoor) door: PageDoor, @Inject(ApiParts) parts: ApiParts, @Inject(RecipeBook) book: RecipeBook) {
    this.#door = door;
    this.#parts = parts;
    this.#book = book;
  }

  /** Object stores ask this before they send events. */
  @Head()
  async head(@Res() reply: FastifyReply): Promise<void> {
    await reply.code(200).send();
  }

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const seen = await this.#door.admit(request, reply, true);
    if (!seen) return;
    const { store, subscribers, outbox, deposits, book, settings, entrance } = this.#parts;
    const known = new Set(book.current.map(({ name }) => name));
    const states = (await subscribers.list()).filter(({ name }) => known.has(name));
    const page = homePage({
      jobs: await deposits.list({ limit: shownJobs }),
      stats: await deposits.stats(),
      drafts: await countLeftDrafts(store),
      subscribers: await Promise.all(
        states.map(async (state) => ({
          ...state,
          pending: await outbox.count(state.name, 'pending'),
          givenUp: await outbox.count(state.name, 'given_up'),
        })),
      ),
      routes: this.#book.recipes.map(({ route }) => route),
      recipesAreBehind: this.#book.isBehind,
      zenodo: settings.zenodo.url,
      now: new Date(),
      caller: seen.caller,
      isNew: await entrance.people.isEmpty(),
    });
    await this.#door.show(reply, page);
  }
}
