import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { textOf } from '../api/read-body.ts';
import type { Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Addresses } from '../jobs/addresses.ts';
import { Entrance } from '../people/entrance.ts';
import { type Caller, mayDo, type Scope } from '../people/scopes.ts';
import { Problem } from '../problems/problem.ts';
import { pageHeaders } from './layout.ts';
import { isLocalCaller } from './local-caller.ts';

const mostForm = 1024 * 1024;

/** Who sees pages, who does something on them, and how they are sent. */
@Injectable()
export class PageDoor {
  readonly #settings: Settings;
  readonly #entrance: Entrance;
  readonly #addresses: Addresses;

  constructor(@Inject(GATEWAY_SETTINGS) settings: Settings, @Inject(Entrance) entrance: Entrance, @Inject(Addresses) addresses: Addresses) {
    this.#settings = settings;
    this.#entrance = entrance;
    this.#addresses = addresses;
  }

  /**
   * Lets who may look at pages in; others are sent to sign in, and false is answered.
   *
   * @param isFirst - the one page that `public` shows to everybody
   * @throws {Problem} `not-for-you`
   */
  async admit(request: FastifyRequest, reply: FastifyReply, isFirst = false): Promise<{ readonly caller: Caller | undefined } | false> {
    this.#checkOn();
    const { page } = this.#settings;
    const caller = await this.#entrance.callerOf(request);
    if (caller && !mayDo(caller, 'read')) throw new Problem('not-for-you', 'This needs the scope "read".', 'Ask an admin for it.');
    if (caller || (page === 'public' && isFirst) || (page === 'local' && this.#isLocal(request))) return { caller };
    await this.seeOther(reply, '/sign-in');
    return false;
  }

  /** For a page that does something: the form, once it is known to be ours. @throws {Problem} `unauthorized`, `not-for-you` */
  async act(request: FastifyRequest, scope: Scope): Promise<{ readonly caller: Caller; readonly form: URLSearchParams }> {
    this.#checkOn();
    const caller = await this.#entrance.admit(request, scope);
    const form = await this.form(request);
    this.#entrance.checkOrigin(request, caller, form.get('key') ?? undefined);
    return { caller, form };
  }

  /** A form of somebody who is not in yet. @throws {Problem} */
  async form(request: FastifyRequest): Promise<URLSearchParams> {
    this.#checkOn();
    this.#entrance.checkSite(request.headers);
    if (!/^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? ''))
      throw new Problem('unsupported-body', 'The body is to be a form.', 'Use the form of the page.');
    return new URLSearchParams(await textOf(request, mostForm));
  }

  async show(
    reply: FastifyReply,
    page: string,
    { script, status = 200 }: { readonly script?: string; readonly status?: number } = {},
  ): Promise<void> {
    await reply.code(status).headers(pageHeaders(script)).type('text/html; charset=utf-8').send(page);
  }

  /** After something was done: another page, so that reloading does it no second time. */
  async seeOther(reply: FastifyReply, path: string, note?: string): Promise<void> {
    const query = note === undefined ? '' : `${path.includes('?') ? '&' : '?'}done=${encodeURIComponent(note)}`;
    await reply.code(303).header('location', `${path}${query}`).header('cache-control', 'no-store').send();
  }

  #checkOn(): void {
    if (this.#settings.page === 'off')
      throw new Problem('not-for-you', 'This gateway shows no pages.', 'Set `page: local` or `page: sign-in` in the configuration.');
  }

  /** A name that somebody else's page made lead here is not ours, though the connection is local. */
  #isLocal({ headers, raw }: FastifyRequest): boolean {
    const host = headers.host ?? '';
    const isOurs = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(host) || host === new URL(this.#addresses.publicUrl).host;
    return isOurs && isLocalCaller(headers, raw.socket.remoteAddress);
  }
}

/** What a page says was done; only sentences of ours, so that no link can put words into it. */
const notes = [
  'It is queued again.',
  'It is taken back.',
  'It is saved, and queued again.',
  'It is sent again.',
  'It is enabled.',
  'The replay is stopped.',
  'A test event is on its way.',
];
notes.push('It is approved and will be published.', 'It stays a draft.', 'They are sent again.', 'It is saved, and sent again.');

export const noteOf = ({ query }: FastifyRequest): string | undefined => {
  const done = (query as { readonly done?: unknown }).done;
  return notes.find((note) => note === done);
};
