import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectStore, type Store } from '@zenodo-connect/nestjs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Addresses } from '../jobs/addresses.ts';
import { Problem } from '../problems/problem.ts';
import { ApiTokens } from '../tables/api-tokens.ts';
import { People } from '../tables/people.ts';
import { hashOf, isPassword, passwordProblem } from './password.ts';
import { type Caller, mayDo, type Scope } from './scopes.ts';

const minute = 60_000;
const sessionMs = 12 * 60 * minute;
/** A link that makes a person ends soon: whoever started the gateway is there to open it. */
export const invitationMs = 15 * minute;

/** Who people and programs are, and what they may do. */
@Injectable()
export class Entrance {
  readonly #settings: Settings;
  readonly #addresses: Addresses;
  readonly people: People;
  readonly tokens: ApiTokens;

  constructor(@InjectStore() store: Store, @Inject(GATEWAY_SETTINGS) settings: Settings, @Inject(Addresses) addresses: Addresses) {
    this.#settings = settings;
    this.#addresses = addresses;
    this.people = new People(store);
    this.tokens = new ApiTokens(store);
  }

  /** Undefined for nobody. A token is never taken from the query. */
  async callerOf({ headers }: Pick<FastifyRequest, 'headers'>): Promise<Caller | undefined> {
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (given !== undefined) {
      const token = given.startsWith('gwa_') && given.length <= 200 ? await this.tokens.find(given, Date.now()) : undefined;
      return token && { name: `token/${token.id}`, scopes: token.scopes };
    }
    const session = this.#cookieOf(headers.cookie);
    const person = session === undefined ? undefined : await this.people.ofSession(session, Date.now());
    return person && { name: `person/${person.name}`, scopes: person.scopes, formKey: formKeyOf(session!) };
  }

  /** @throws {Problem} `unauthorized`, `not-for-you` */
  async admit(request: FastifyRequest, scope: Scope): Promise<Caller> {
    const caller = await this.callerOf(request);
    if (!caller)
      throw new Problem(
        'unauthorized',
        'This needs an API token or a session.',
        'Make a token with `zenodo-gateway api-token add`, or sign in.',
        {
          headers: { 'www-authenticate': 'Bearer' },
        },
      );
    if (!mayDo(caller, scope))
      throw new Problem('not-for-you', `This needs the scope "${scope}".`, 'Ask an admin for a token or a role that has it.');
    return caller;
  }

  /**
   * That a changing request with a session comes from our own pages: by its origin, by what browsers say of it, and by a key
   * that only our pages know. Programs with a token have nothing that a browser would send by itself.
   *
   * @throws {Problem} `not-for-you`
   */
  checkOrigin({ headers }: Pick<FastifyRequest, 'headers'>, caller: Caller, formKey: string | undefined): void {
    if (caller.formKey === undefined) return;
    this.checkSite(headers);
    if (formKey === undefined || !same(formKey, caller.formKey)) throw forged();
  }

  /** The part of it that needs no session. @throws {Problem} `not-for-you` */
  checkSite({ origin, host, 'sec-fetch-site': site }: FastifyRequest['headers']): void {
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw forged();
    // Pages that send no referrer send the origin `null` with their forms; then the browser's own word has to stand for it.
    if (origin === 'null' && site !== 'same-origin') throw forged();
    if (origin === undefined || origin === 'null') return;
    if (!URL.canParse(origin) || (new URL(origin).host !== host && origin !== this.#addresses.publicUrl)) throw forged();
  }

  /** The same answer and the same time, whatever was wrong. Undefined for whoever is not let in. */
  async signIn(name: string, password: string): Promise<string | undefined> {
    const now = Date.now();
    const person = await this.people.find(name);
    const fits = await isPassword(password.slice(0, 200), person?.password);
    if (!person || person.lockedUntil > now) return undefined;
    if (!fits) {
      const wait = person.failures < 4 ? 0 : Math.min(60 * minute, minute * 2 ** (person.failures - 4));
      await this.people.failed(person.name, now + wait);
      return undefined;
    }
    return this.people.signedIn(person.name, now, now + sessionMs);
  }

  /** A problem in words, or undefined once the person is there. */
  async join(secret: string, name: string, password: string): Promise<string | undefined> {
    if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name)) return 'The name has to be small letters, digits, dots, - and _.';
    const problem = passwordProblem(password, name);
    if (problem) return problem;
    const made = await this.people.join(secret, name, await hashOf(password), Date.now());
    return made ? undefined : 'The link was used or has ended, or the name is taken.';
  }

  setCookie(reply: FastifyReply, session: string): void {
    reply.header(
      'set-cookie',
      `${this.#cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${sessionMs / 1000}${this.#secure}`,
    );
  }

  async signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const session = this.#cookieOf(request.headers.cookie);
    if (session !== undefined) await this.people.signOut(session);
    reply.header('set-cookie', `${this.#cookieName}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0${this.#secure}`);
  }

  /** The link for the first person; undefined when there is somebody. */
  async setUpLink(): Promise<string | undefined> {
    if (this.#settings.page === 'off' || !(await this.people.isEmpty())) return undefined;
    return this.invitation(['admin']);
  }

  async invitation(given: readonly Scope[]): Promise<string> {
    const now = Date.now();
    return `${this.#addresses.publicUrl}/join/${await this.people.invite(given, now, now + invitationMs)}`;
  }

  get #isSecure(): boolean {
    return this.#addresses.publicUrl.startsWith('https:');
  }

  /** Browsers take a `__Host-` cookie over TLS only. */
  get #cookieName(): string {
    return this.#isSecure ? '__Host-gateway' : 'gateway';
  }

  get #secure(): string {
    return this.#isSecure ? '; Secure' : '';
  }

  #cookieOf(header: string | undefined): string | undefined {
    for (const part of (header ?? '').slice(0, 4_000).split(';')) {
      const [name, value] = part.trim().split('=', 2);
      if (name === this.#cookieName && value && value.length <= 100) return value;
    }
    return undefined;
  }
}

const formKeyOf = (session: string): string => createHmac('sha256', session).update('forms').digest('base64url');

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const forged = (): Problem =>
  new Problem('not-for-you', 'The request does not come from a page of this gateway.', 'Open the page anew and use its own buttons.');
