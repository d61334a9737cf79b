import { Controller, Inject, Param, Req, RequestMapping, RequestMethod, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiParts } from './api-parts.ts';
import type { Endpoint } from './endpoint.ts';
import { apiBase, endpoints } from './endpoints.ts';
import { checkedBy, jsonOf } from './read-body.ts';

const methods = { get: RequestMethod.GET, post: RequestMethod.POST, patch: RequestMethod.PATCH, delete: RequestMethod.DELETE } as const;
const nothing = z.strictObject({});

/** One method for each endpoint, made from the table, so that what is served is what OpenAPI tells of. */
export function apiController(): Type<unknown> {
  class ApiController {
    readonly parts: ApiParts;

    constructor(parts: ApiParts) {
      this.parts = parts;
    }
  }
  Controller(apiBase.slice(1))(ApiController);
  Inject(ApiParts)(ApiController, undefined, 0);
  for (const one of endpoints) {
    const descriptor: PropertyDescriptor = {
      value(this: ApiController, request: FastifyRequest, reply: FastifyReply, params: Record<string, string>) {
        return serve(one, request, reply, params, this.parts);
      },
      configurable: true,
      writable: true,
    };
    Object.defineProperty(ApiController.prototype, one.id, descriptor);
    for (const [place, decorator] of [Req(), Res(), Param()].entries()) decorator(ApiController.prototype, one.id, place);
    RequestMapping({ path: one.path, method: methods[one.method] })(ApiController.prototype, one.id, descriptor);
  }
  return ApiController;
}

async function serve(
  { scope, query, body, status = 200, streams, audit, handle }: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  params: Readonly<Record<string, string>>,
  parts: ApiParts,
): Promise<void> {
  const caller = await parts.entrance.admit(request, scope);
  const changes = request.method !== 'GET';
  if (changes) parts.entrance.checkOrigin(request, caller, header(request, 'x-form-key'));
  const asked = {
    params,
    query: checkedBy(query ?? nothing, request.query, 'query') as never,
    body: (body ? checkedBy(body, await jsonOf(request), 'body') : undefined) as never,
    caller,
    request,
    reply,
  };
  if (!body && changes) request.raw.resume();
  const audited = await audit?.(asked, parts);
  const answer = await (audited
    ? parts.audit.during(
        { ...audited, who: caller.name },
        () => handle(asked, parts),
        (result) => audited.told?.(result as never) ?? {},
      )
    : handle(asked, parts));
  if (streams) return;
  reply.header('cache-control', 'no-store').code(status);
  await (status === 204 ? reply.send() : reply.type('application/json').send(answer));
}

function header({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
