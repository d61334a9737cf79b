import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../problems/problem.ts';
import { Tokens } from '../tables/tokens.ts';

/** Who may come in: one bearer token a route. A token is never taken from the query or from a cookie. */
@Injectable()
export class Gate {
  readonly #tokens: Tokens;

  constructor(@Inject(Tokens) tokens: Tokens) {
    this.#tokens = tokens;
  }

  /**
   * The route that the caller's token opens.
   *
   * @throws {Problem} `unauthorized`, the same for no token and for one that nobody knows
   */
  async routeOf({ headers }: IncomingMessage): Promise<string> {
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? headers['x-gateway-token'];
    const route = typeof given === 'string' && given.length <= 200 ? await this.#tokens.routeOf(given) : undefined;
    if (route !== undefined) return route;
    throw new Problem(
      'unauthorized',
      'The request has no valid token.',
      'Send "Authorization: Bearer gwi_…" with a token made by `zenodo-gateway token add ROUTE`.',
      {
        headers: { 'www-authenticate': 'Bearer' },
      },
    );
  }

  /** @throws {Problem} `unauthorized`; `not-found`, the same for another's route and for one that does not exist */
  async admit(request: IncomingMessage, route: string): Promise<void> {
    if ((await this.routeOf(request)) !== route) throw notFound();
  }
}

export function notFound(): Problem {
  return new Problem(
    'not-found',
    'There is nothing at this address for this token.',
    'Check the route and the token: a token opens one route only.',
  );
}
