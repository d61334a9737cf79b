import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller, Scope } from '../people/scopes.ts';
import type { ApiParts } from './api-parts.ts';

type Schema = z.ZodType;

/** What a handler gets: all of it was checked. */
export interface Asked<Query, Body> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What stands in the audit log of a change, besides who made it. */
export interface Audited<Answer = never> {
  readonly action: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
  /** What the answer adds; never a secret. */
  readonly told?: (answer: Answer) => Readonly<Record<string, unknown>>;
}

/** One address of the API, as it is served and as OpenAPI tells of it. */
export interface Endpoint {
  /** Names the operation in OpenAPI. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** With `:name` for what varies. */
  readonly path: string;
  readonly summary: string;
  readonly scope: Scope;
  readonly query?: Schema;
  readonly body?: Schema;
  /** Of the answer; none for 204 and for streams. */
  readonly answer?: Schema;
  readonly status?: 200 | 201 | 202 | 204;
  /** Answers by itself: server-sent events. */
  readonly streams?: boolean;
  /** Every endpoint that changes something has it; undefined for a question that only looks like a change. */
  readonly audit?: (asked: Asked<never, never>, parts: ApiParts) => Audited | undefined | Promise<Audited | undefined>;
  readonly handle: (asked: Asked<never, never>, parts: ApiParts) => unknown;
}

/** Ties a handler to its schemas. */
export function endpoint<Query extends Schema, Body extends Schema>(
  made: Omit<Endpoint, 'handle' | 'audit' | 'query' | 'body'> & {
    readonly query?: Query;
    readonly body?: Body;
    readonly audit?: (asked: Asked<z.output<Query>, z.output<Body>>, parts: ApiParts) => Audited | undefined | Promise<Audited | undefined>;
    readonly handle: (asked: Asked<z.output<Query>, z.output<Body>>, parts: ApiParts) => unknown;
  },
): Endpoint {
  return made as unknown as Endpoint;
}
