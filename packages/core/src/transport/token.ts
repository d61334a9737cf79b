import { ConfigurationError } from '../errors/configuration-error.ts';

/** A token, or what answers the one that is valid now; asked before each call. */
export type TokenSource = string | (() => string | Promise<string>);

/** The token of a client, which may change while it lives. */
export class Token {
  readonly #source: TokenSource;
  /** The one that was used last: what has to be cut out of errors and logs. */
  latest: string | undefined;

  /** @throws {ConfigurationError} it is none */
  constructor(source: TokenSource) {
    this.#source = source;
    if (typeof source !== 'function') this.latest = sound(source);
  }

  /** Whether it is the same for the client's whole life. */
  get isFixed(): boolean {
    return typeof this.#source !== 'function';
  }

  async take(): Promise<string> {
    if (typeof this.#source === 'function') this.latest = sound(await this.#source());
    return this.latest!;
  }
}

function sound(token: unknown): string {
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new ConfigurationError('"token" is empty or holds spaces or line ends; give the personal access token alone.', 'token');
}
