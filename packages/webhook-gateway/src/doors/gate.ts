import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { Inject, Injectable } from '@nestjs/common';
import { type Admission, type SenderCheck, type Sending, unauthorized } from '../auth/admission.ts';
import { checkOf } from '../auth/checks-of.ts';
import { clientAddress, isWithin, loopback } from '../auth/client-address.ts';
import { SecretBook } from '../auth/secret-book.ts';
import { TokenCheck, tokenIn } from '../auth/simple-checks.ts';
import type { Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Problem } from '../problems/problem.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { Tokens } from '../tables/tokens.ts';
import { rememberAdmitted } from './admitted.ts';

/** Who may come in: what the recipe of the route says under `auth`, a token unless it says something else. */
@Injectable()
export class Gate {
  readonly #settings: Settings;
  readonly #book: RecipeBook;
  readonly #tokens: Tokens;
  readonly #secrets: SecretBook;
  readonly #plainNetworks: readonly string[];
  readonly #checks = new WeakMap<Recipe, Promise<SenderCheck>>();

  constructor(@Inject(GATEWAY_SETTINGS) settings: Settings, @Inject(RecipeBook) book: RecipeBook, @Inject(Tokens) tokens: Tokens) {
    this.#settings = settings;
    this.#book = book;
    this.#tokens = tokens;
    this.#secrets = new SecretBook(settings.secrets);
    this.#plainNetworks = [...loopback, ...settings.listen.plainHttp];
  }

  /**
   * The route that the caller's token opens, to look at its jobs.
   *
   * @throws {Problem} `unauthorized`, the same for no token and for one that nobody knows; `insecure-transport`
   */
  async routeOf(request: IncomingMessage): Promise<string> {
    const sending = await this.#sendingOf(request);
    const token = tokenIn(sending);
    const route = token === undefined ? undefined : await this.#tokens.routeOf(token);
    if (route === undefined) throw unauthorized();
    return route;
  }

  /**
   * What of the request may be believed. Where the body is signed too, nothing may be kept of it before `body.finish` was content.
   *
   * @throws {Problem} `unauthorized`; `not-found`, the same for another's route and for one that does not exist; `insecure-transport`;
   * `not-for-you`, for an event of a gateway
   */
  async admit(request: IncomingMessage, route: string): Promise<Admission & { readonly recipe: Recipe }> {
    const sending = await this.#sendingOf(request);
    const recipe = this.#book.find(route);
    if (!recipe) {
      await new TokenCheck(this.#tokens, route, notFound).admit(sending);
      throw notFound();
    }
    if (recipe.auth.from && !isWithin(sending.address, recipe.auth.from)) throw unauthorized();
    const admission = await (await this.#checkOf(recipe)).admit(sending);
    if (request.headers['gateway-attempt'] !== undefined) throw roundAgain();
    return { ...rememberAdmitted(request, route, admission), recipe };
  }

  #checkOf(recipe: Recipe): Promise<SenderCheck> {
    const { route, auth } = recipe;
    const check = this.#checks.get(recipe) ?? checkOf(auth, { tokens: this.#tokens, secrets: this.#secrets, route, notFound });
    this.#checks.set(recipe, check);
    return check;
  }

  async #sendingOf(request: IncomingMessage): Promise<Sending> {
    const { headers, method = '', url = '', socket } = request;
    const { trustedProxies } = this.#settings;
    const peer = socket.remoteAddress ?? '';
    const viaProxy = isWithin(peer, trustedProxies);
    const forwarded = headers['x-forwarded-for'];
    const sending = {
      method,
      path: url,
      headers,
      address: clientAddress(peer, forwarded === undefined ? undefined : String(forwarded), trustedProxies),
      viaProxy,
      certificate: certificateOf(socket as TLSSocket),
      now: new Date(),
    };
    await this.#checkTransport(request, sending);
    return sending;
  }

  /** A redirect would come too late: the token has travelled, and the body would be lost. */
  async #checkTransport({ socket, url = '' }: IncomingMessage, sending: Sending): Promise<void> {
    const encrypted = 'encrypted' in socket || (sending.viaProxy && sending.headers['x-forwarded-proto'] !== 'http');
    if (encrypted || isWithin(sending.address, this.#plainNetworks)) return;
    const token = tokenIn(sending);
    if (token !== undefined) await this.#tokens.expose(token);
    const path = url.replace(/\?.*/s, '');
    const detail = 'The request came without TLS from a network that the configuration does not name; its token could be read on the way.';
    throw new Problem(
      'insecure-transport',
      detail,
      `Send to ${this.#settings.publicUrl ?? 'the https address of the gateway'}${this.#settings.publicUrl ? path : ''}, and take a new token.`,
    );
  }
}

/** SHA-256 of what the peer showed on our own TLS; whoever shows it has its key. Undefined also when its time is over. */
function certificateOf(socket: TLSSocket): string | undefined {
  if (typeof socket.getPeerCertificate !== 'function') return undefined;
  const { fingerprint256, valid_to: end, valid_from: begin } = socket.getPeerCertificate();
  if (!fingerprint256 || new Date(end) < new Date() || new Date(begin) > new Date()) return undefined;
  return fingerprint256.replaceAll(':', '').toLowerCase();
}

/** A deposit of it would make an event again, here or at the gateway that sent it, without end. */
function roundAgain(): Problem {
  return new Problem(
    'not-for-you',
    'This is an event of a gateway, and no door takes those.',
    'Send what it tells of by a program in between.',
  );
}

export function notFound(): Problem {
  return new Problem(
    'not-found',
    'There is nothing at this address for this token.',
    'Check the route and the token: a token opens one route only.',
  );
}
