import { Controller, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { announcedDigests, checkDigests } from '../intake/digests.ts';
import { datasetName, fileName } from '../intake/file-name.ts';
import { Intake } from '../intake/intake.ts';
import { emptyFile, type ReceivedBody, receiveBody, tooLarge } from '../intake/receive.ts';
import { Spool } from '../intake/spool.ts';
import { AcceptedView } from '../jobs/accepted-view.ts';
import { Problem } from '../problems/problem.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { letBodyCome } from './body-control.ts';
import { Gate, notFound } from './gate.ts';
import { idempotencyKeyOf, metaOf, optionalHeader } from './raw-headers.ts';
import { checkBodyKind } from './security-checks.ts';

interface Named {
  readonly route: string;
  readonly dataset: string | undefined;
  readonly file: string | undefined;
}

/** The file as the body. All that can be refused without the body is refused before a byte of it is read. */
@Controller('in')
export class RawController {
  readonly #settings: Settings;
  readonly #gate: Gate;
  readonly #book: RecipeBook;
  readonly #spool: Spool;
  readonly #intake: Intake;
  readonly #view: AcceptedView;

  constructor(
    @Inject(GATEWAY_SETTINGS) settings: Settings,
    @Inject(Gate) gate: Gate,
    @Inject(RecipeBook) book: RecipeBook,
    @Inject(Spool) spool: Spool,
    @Inject(Intake) intake: Intake,
    @Inject(AcceptedView) view: AcceptedView,
  ) {
    this.#settings = settings;
    this.#gate = gate;
    this.#book = book;
    this.#spool = spool;
    this.#intake = intake;
    this.#view = view;
  }

  @Put(':route/:dataset/:file')
  put(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param() { route, dataset, file }: Record<'route' | 'dataset' | 'file', string>,
  ) {
    return this.#take(request, reply, { route, dataset, file });
  }

  @Post(':route')
  post(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('route') route: string) {
    const { headers } = request.raw;
    return this.#take(request, reply, {
      route,
      dataset: optionalHeader(headers, 'x-dataset'),
      file: optionalHeader(headers, 'x-file-name'),
    });
  }

  async #take(request: FastifyRequest, reply: FastifyReply, named: Named): Promise<void> {
    const receivedAt = new Date();
    const { headers } = request.raw;
    await this.#gate.admit(request.raw, named.route);
    const recipe = this.#book.find(named.route);
    if (!recipe) throw notFound();
    checkBodyKind(request.raw);
    this.#checkLength(headers['content-length']);
    const file = fileName(named.file ?? missingFileName());
    const dataset = named.dataset === undefined ? undefined : datasetName(named.dataset);
    const announced = announcedDigests(headers);
    const idempotencyKey = idempotencyKeyOf(headers);
    const payload = { route: named.route, dataset, file: { name: file }, meta: metaOf(headers), received: receivedAt.toISOString() };
    const result = recipe.apply(payload);
    letBodyCome(request.raw);
    const { maxBytes, paceBytes, paceWindowMs } = this.#settings.limits;
    const sha512 = announced.some(({ algorithm }) => algorithm === 'sha512');
    const body = await receiveBody(request.raw, { spool: this.#spool, maxBytes, pace: { paceBytes, paceWindowMs }, sha512 });
    await this.#checkSums(announced, body);
    const accepted = await this.#intake.accept({
      route: named.route,
      files: [{ name: file, body }],
      idempotencyKey,
      recipe: result,
      receivedAt,
    });
    await this.#view.send(reply, accepted);
  }

  #checkLength(length: string | undefined): void {
    if (length === undefined) return;
    if (Number(length) === 0) throw emptyFile();
    if (Number(length) > this.#settings.limits.maxBytes) throw tooLarge(this.#settings.limits.maxBytes);
  }

  async #checkSums(announced: Parameters<typeof checkDigests>[0], body: ReceivedBody): Promise<void> {
    try {
      checkDigests(announced, body.sums);
    } catch (error) {
      await body.spoolFile?.drop();
      throw error;
    }
  }
}

function missingFileName(): never {
  throw new Problem('bad-file-name', 'The request names no file.', 'Send the header X-File-Name, or PUT to /in/{route}/{dataset}/{file}.');
}
