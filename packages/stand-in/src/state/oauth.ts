import { randomBytes } from 'node:crypto';

/** The one application that is registered for OAuth 2. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scope: string;
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

interface Code {
  readonly userId: string;
  readonly scope: string;
  readonly redirectUri: string;
  readonly expiresAt: number;
}

/** Zenodo's access tokens live for 60 days. */
export const TOKEN_LIFE_S = 60 * 86_400;
const CODE_LIFE_MS = 100_000;

/** The codes and tokens that were given to the application. They live in memory: a restart forgets them. */
export class OAuth {
  readonly client: OAuthClient = { clientId: secret(20), clientSecret: secret(30) };
  readonly #codes = new Map<string, Code>();
  readonly #tokens = new Map<string, IssuedToken>();

  issueCode(code: Omit<Code, 'expiresAt'>, now: number): string {
    const name = secret(15);
    this.#codes.set(name, { ...code, expiresAt: now + CODE_LIFE_MS });
    return name;
  }

  /** A code works once, and for the address that it was sent to. */
  takeCode(name: string, redirectUri: string, now: number): IssuedToken | undefined {
    const code = this.#codes.get(name);
    this.#codes.delete(name);
    if (!code || code.redirectUri !== redirectUri || code.expiresAt <= now) return undefined;
    return this.#issue(code, now);
  }

  refresh(refreshToken: string, now: number): IssuedToken | undefined {
    const held = [...this.#tokens.values()].find((token) => token.refreshToken === refreshToken);
    return held && this.#issue(held, now);
  }

  /** Whose token it is; undefined for an unknown one, and for one whose time is over. */
  userOf(accessToken: string | undefined, now: number): string | undefined {
    const token = this.#tokens.get(accessToken ?? '');
    return token && token.expiresAt > now ? token.userId : undefined;
  }

  get tokens(): readonly string[] {
    return [...this.#tokens.values()].flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]);
  }

  clear(): void {
    this.#codes.clear();
    this.#tokens.clear();
  }

  /** The application has one token of each user: an earlier one, and what it could be renewed by, are worth nothing any more. */
  #issue({ userId, scope }: Pick<Code, 'userId' | 'scope'>, now: number): IssuedToken {
    for (const [name, token] of this.#tokens) if (token.userId === userId) this.#tokens.delete(name);
    const token = { accessToken: secret(30), refreshToken: secret(30), scope, userId, expiresAt: now + TOKEN_LIFE_S * 1000 };
    this.#tokens.set(token.accessToken, token);
    return token;
  }
}

function secret(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
