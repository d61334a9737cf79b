import { Controller, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Collector } from '../intake/collector.ts';
import { datasetName } from '../intake/file-name.ts';
import { Pressure } from '../intake/pressure.ts';
import { tooLarge } from '../intake/receive.ts';
import { Reception } from '../intake/reception.ts';
import { AcceptedView } from '../jobs/accepted-view.ts';
import { Problem } from '../problems/problem.ts';
import { FormDoor } from './form-door.ts';
import { Gate } from './gate.ts';
import { JsonDoor } from './json-door.ts';
import { RawDoor } from './raw-door.ts';
import { optionalHeader } from './raw-headers.ts';
import { dryRunOf, noDryRun, type Turn } from './turn.ts';

type Asked = Readonly<Record<string, unknown>>;

/** `/in/{route}`: who may send is settled here, then the kind of the body says which door it is. */
@Controller('in')
export class InController {
  readonly #gate: Gate;
  readonly #raw: RawDoor;
  readonly #form: FormDoor;
  readonly #json: JsonDoor;
  readonly #pressure: Pressure;
  readonly #collector: Collector;
  readonly #view: AcceptedView;
  readonly #reception: Reception;

  constructor(
    @Inject(Gate) gate: Gate,
    @Inject(RawDoor) raw: RawDoor,
    @Inject(FormDoor) form: FormDoor,
    @Inject(JsonDoor) json: JsonDoor,
    @Inject(Pressure) pressure: Pressure,
    @Inject(Collector) collector: Collector,
    @Inject(AcceptedView) view: AcceptedView,
    @Inject(Reception) reception: Reception,
  ) {
    this.#reception = reception;
    this.#gate = gate;
    this.#raw = raw;
    this.#form = form;
    this.#json = json;
    this.#pressure = pressure;
    this.#collector = collector;
    this.#view = view;
  }

  @Put(':route/:dataset/:file')
  async put(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param() { route, dataset, file }: Record<'route' | 'dataset' | 'file', string>,
    @Query() query: Asked,
  ): Promise<void> {
    const turn = await this.#turn(request, reply, route, query);
    await this.#bounded(turn, () => this.#raw.take(turn, { dataset, file }));
  }

  /** While too much waits, nothing is read. What no disk would make small enough is the sender's matter, and said first. */
  async #bounded({ recipe, request, dryRun }: Turn, take: () => Promise<void>): Promise<void> {
    const announced = Number(request.raw.headers['content-length'] ?? 0);
    const most = this.#reception.limitOf(recipe);
    if (announced > most) throw tooLarge(most);
    const leave = dryRun ? () => {} : await this.#pressure.enter(recipe.route, announced);
    try {
      await take();
    } finally {
      leave();
    }
  }

  @Post(':route')
  async post(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('route') route: string,
    @Query() query: Asked,
  ): Promise<void> {
    const turn = await this.#turn(request, reply, route, query);
    await this.#bounded(turn, () => this.#byKind(turn));
  }

  #byKind(turn: Turn): Promise<void> {
    const { headers } = turn.admission;
    const type = turn.request.raw.headers['content-type']?.trim().toLowerCase() ?? '';
    const file = optionalHeader(headers, 'x-file-name');
    if (type.startsWith('multipart/')) return this.#form.take(turn);
    if (turn.recipe.auth.type === 'sns' || (isJson(type) && file === undefined)) return this.#json.take(turn);
    return this.#raw.take(turn, { dataset: optionalHeader(headers, 'x-dataset'), file });
  }

  /** The dataset in `X-Dataset` or `?dataset=` is complete: what was collected for it becomes a deposit. */
  @Post(':route/commit')
  async commit(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('route') route: string,
    @Query() query: Asked,
  ): Promise<void> {
    const { admission, recipe, dryRun } = await this.#turn(request, reply, route, query);
    if (dryRun) throw noDryRun('A commit');
    if (admission.body)
      throw new Problem(
        'not-for-you',
        'A signed body cannot complete a dataset.',
        'Let the recipe say when a dataset is complete: `collect.files` or `collect.wait_s`.',
      );
    if (!recipe.collect)
      throw new Problem(
        'nothing-collected',
        `The route ${route} collects nothing: each file is a deposit at once.`,
        'Set `collect` in the recipe if files belong together.',
      );
    const asked = query['dataset'] ?? optionalHeader(admission.headers, 'x-dataset');
    if (typeof asked !== 'string') throw new Problem('bad-dataset', 'The request names no dataset.', 'Send the header X-Dataset.');
    await this.#view.send(reply, await this.#collector.complete(route, datasetName(asked)));
  }

  async #turn(request: FastifyRequest, reply: FastifyReply, route: string, query: Asked): Promise<Turn> {
    const receivedAt = new Date();
    const { recipe, ...admission } = await this.#gate.admit(request.raw, route);
    return { request, reply, recipe, admission, receivedAt, dryRun: dryRunOf(query) };
  }
}

const isJson = (type: string): boolean => /^application\/([\w.-]+\+)?json\s*(;|$|,)/.test(type);
