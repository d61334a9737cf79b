import { Controller, Delete, Head, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from '../auth/admission.ts';
import { letBodyCome } from '../doors/body-control.ts';
import { Gate } from '../doors/gate.ts';
import { dryRunOf, noDryRun } from '../doors/turn.ts';
import { Problem, type ProblemKind } from '../problems/problem.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { TusDoor } from './tus-door.ts';

/** `/in/{route}/tus`: tus 1.0 with creation, creation-with-upload, checksum, expiration and termination. */
@Controller('in')
export class TusController {
  readonly #gate: Gate;
  readonly #door: TusDoor;

  constructor(@Inject(Gate) gate: Gate, @Inject(TusDoor) door: TusDoor) {
    this.#gate = gate;
    this.#door = door;
  }

  @Post(':route/tus')
  async create(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('route') route: string,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { recipe, admission } = await this.#admit(request, route);
    if (dryRunOf(query)) throw noDryRun('A resumable upload');
    await answer(reply, await this.#door.create(request.raw, recipe, admission));
  }

  @Head(':route/tus/:id')
  async head(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param() { route, id }: Record<'route' | 'id', string>,
  ): Promise<void> {
    await this.#upload(request, reply, route, id);
  }

  @Patch(':route/tus/:id')
  async patch(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param() { route, id }: Record<'route' | 'id', string>,
  ): Promise<void> {
    await this.#upload(request, reply, route, id);
  }

  @Delete(':route/tus/:id')
  async delete(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param() { route, id }: Record<'route' | 'id', string>,
  ): Promise<void> {
    await this.#upload(request, reply, route, id);
  }

  async #upload(request: FastifyRequest, reply: FastifyReply, route: string, id: string): Promise<void> {
    await this.#admit(request, route);
    await answer(reply, await this.#door.upload(request.raw, route, id));
  }

  async #admit(request: FastifyRequest, route: string): Promise<{ readonly recipe: Recipe; readonly admission: Admission }> {
    const { recipe, ...admission } = await this.#gate.admit(request.raw, route);
    if (admission.body)
      throw new Problem('not-for-you', 'A file in pieces cannot be signed as a whole.', 'Use a route with a token for resumable uploads.');
    letBodyCome(request.raw);
    return { recipe, admission };
  }
}

const kinds: Readonly<Record<number, ProblemKind>> = {
  404: 'not-found',
  409: 'upload-conflict',
  410: 'upload-gone',
  412: 'tus-version',
  413: 'too-large',
  415: 'unsupported-body',
  460: 'checksum-mismatch',
  507: 'storage-full',
};

/** What the library says, in our own form when it says no. */
async function answer(reply: FastifyReply, response: Response): Promise<void> {
  const text = await response.text();
  if (response.status >= 400) {
    const kind = kinds[response.status] ?? (response.status < 500 || response.status === 501 ? 'malformed-request' : 'unavailable');
    const detail = text.trim() === '' ? 'The resumable upload cannot go on.' : text.trim().replace(/[^.]$/, '$&.');
    throw new Problem(kind, detail, 'Ask by HEAD where the upload stands, then go on there or begin a new one.', {
      headers: { 'tus-resumable': '1.0.0' },
    });
  }
  reply.code(response.status);
  for (const [name, value] of response.headers)
    if (!name.startsWith('access-control-') && name !== 'content-length') reply.header(name, value);
  await reply.send(text === '' ? undefined : text);
}
