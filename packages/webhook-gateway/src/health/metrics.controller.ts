import { createRequire } from 'node:module';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiParts } from '../api/api-parts.ts';
import { openApi } from '../api/openapi.ts';
import { isLocalCaller } from '../pages/local-caller.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { Metrics } from '../telemetry/metrics.ts';

const { version } = createRequire(import.meta.url)('@zenodo-connect/gateway/package.json') as { version: string };

/** For programs that look after this one: what Prometheus reads, and what the API is. */
@Controller()
export class MetricsController {
  readonly #parts: ApiParts;
  readonly #metrics: Metrics;
  readonly #book: RecipeBook;

  constructor(@Inject(ApiParts) parts: ApiParts, @Inject(Metrics) metrics: Metrics, @Inject(RecipeBook) book: RecipeBook) {
    this.#book = book;
    this.#parts = parts;
    this.#metrics = metrics;
  }

  /** For callers on this machine, and for tokens with the scope `read`. */
  @Get('metrics')
  async metrics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!isLocalCaller(request.headers, request.raw.socket.remoteAddress)) await this.#parts.entrance.admit(request, 'read');
    const { deposits, outbox, subscribers } = this.#parts;
    const disabled = (await subscribers.list()).filter(({ disabledAt }) => disabledAt !== undefined).length;
    const text = await this.#metrics.text({
      jobs: await deposits.stats(),
      deliveries: await outbox.countByState(),
      subscribersDisabled: disabled,
      recipesAreBehind: this.#book.isBehind,
    });
    await reply.type('text/plain; version=0.0.4; charset=utf-8').header('cache-control', 'no-store').send(text);
  }

  @Get('openapi.json')
  async openApi(@Res() reply: FastifyReply): Promise<void> {
    await reply.type('application/json').send(openApi(version, this.#parts.addresses.publicUrl));
  }
}
