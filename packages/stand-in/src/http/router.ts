import type { App } from '../app.ts';
import type { Call } from './call.ts';
import type { Reply } from './reply.ts';

/** Which writes to one draft exclude each other: see `windows.ts`. */
export type WindowKind = 'draft' | 'publish' | 'versions';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** `:name` is one segment, `*name` one or more. */
  readonly path: string;
  /** Media types that the route serves; absent: it looks at no `Accept`. */
  readonly serves?: readonly string[];
  /** Media types of a body that the route takes; absent: it looks at no `Content-Type`. */
  readonly takes?: readonly string[];
  readonly window?: WindowKind;
  handle(call: Call, app: App): Reply | Promise<Reply>;
}

export interface Match {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/** Finds routes by path and method. */
export class Router {
  readonly #routes: { route: Route; pattern: RegExp }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  }

  /** The route, or the methods that the path knows when none fits (empty for an unknown path). HEAD is served by GET. */
  match(method: string, path: string): Match | readonly string[] {
    const wanted = method === 'HEAD' ? 'GET' : method;
    const known: string[] = [];
    for (const { route, pattern } of this.#routes) {
      const found = pattern.exec(path);
      if (!found) continue;
      if (route.method === wanted) return { route, params: { ...found.groups } };
      known.push(route.method);
    }
    return known;
  }
}

function patternOf(path: string): RegExp {
  const source = path
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:(\w+)/g, '(?<$1>[^/]+)')
    .replace(/\*(\w+)/g, '(?<$1>.+)');
  return new RegExp(`^${source}$`);
}
