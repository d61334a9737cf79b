import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.ts';
import { bodyIsUnread, discardBody } from '../doors/body-control.ts';
import { DoorList } from '../doors/door-list.ts';
import { InboundEvents } from '../events/inbound-events.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { pageHeaders } from '../pages/layout.ts';
import { problemPage, wantsPage } from '../pages/problem-page.ts';
import { noteProblem } from '../telemetry/request-log.ts';
import { visible } from '../telemetry/visible.ts';
import type { Problem } from './problem.ts';
import { forReaders, hungUp, noSuchDoor, problemOf } from './problem-of.ts';
import { wantsText } from './wants-text.ts';

/** Every failure of a request, ours or Fastify's, as `application/problem+json`, or one line for who asked for text. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #settings: Settings;
  readonly #doors: DoorList;
  readonly #inbound: InboundEvents;

  constructor(
    @Inject(GATEWAY_SETTINGS) settings: Settings,
    @Inject(DoorList) doors: DoorList,
    @Inject(InboundEvents) inbound: InboundEvents,
  ) {
    this.#inbound = inbound;
    this.#settings = settings;
    this.#doors = doors;
  }

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Nest says so when no route fits; what a door does not find is a problem of ours.
    const { url = '' } = request.raw;
    const found = error instanceof NotFoundException ? noSuchDoor({ url, methods: this.#doors.methodsAt(url) }) : problemOf(error);
    const known = aboutFiles.test(url) ? found : forReaders(found);
    const problem = known.kind === 'internal' && isCutOff(request) ? hungUp() : known;
    noteProblem(request, problem.kind);
    if (!isDryRun(request)) await this.#inbound.refused(request.raw, problem);
    if (problem.kind === 'internal') this.#logFault(request, error);
    if (isCutOff(request)) {
      reply.hijack();
      return;
    }
    await (bodyIsUnread(request.raw) ? refuseUnread(request, reply, problem) : refuse(request, reply, problem));
  }

  #logFault({ id }: FastifyRequest, error: unknown): void {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    this.#settings.log({ time: new Date().toISOString(), level: 'error', kind: 'fault', request: id, message: `${name}: ${message}` });
  }
}

/** Where files are sent to, and where it is asked whether they can be. */
const aboutFiles = /^\/(in|healthz|readyz)(\/|\?|$)/;

/** The client hung up before all was sent, or read: nobody is there to answer, and what failed then failed for that. */
const isCutOff = ({ raw }: FastifyRequest): boolean => raw.destroyed && (!raw.complete || raw.errored !== null);

const isDryRun = ({ query }: FastifyRequest): boolean => (query as { readonly dry_run?: unknown } | undefined)?.dry_run !== undefined;

interface ProblemAnswer {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

function answerOf(request: FastifyRequest, problem: Problem): ProblemAnswer {
  const instance = `urn:uuid:${request.id}`;
  const { headers } = problem.extras;
  if (wantsText(request.headers.accept)) {
    const body = `ERROR ${visible(`${problem.message} ${problem.nextStep}`)}\n`;
    return { headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' }, body };
  }
  if (wantsPage(request))
    return { headers: { ...headers, ...pageHeaders(), 'content-type': 'text/html; charset=utf-8' }, body: problemPage(problem, instance) };
  return { headers: { ...headers, 'content-type': 'application/problem+json' }, body: JSON.stringify(problem.body(instance)) };
}

function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { headers, body } = answerOf(request, problem);
  return reply.code(problem.status).headers(headers).send(Buffer.from(body));
}

/** Answers at once, throws away for a while what the client still sends, then closes: nothing of the body is of use. */
async function refuseUnread(request: FastifyRequest, reply: FastifyReply, problem: Problem): Promise<void> {
  const { headers, body } = answerOf(request, problem);
  reply.hijack();
  reply.raw.writeHead(problem.status, { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
  reply.raw.write(body);
  await discardBody(request.raw);
  reply.raw.end();
}
