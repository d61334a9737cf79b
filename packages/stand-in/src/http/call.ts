import type { Json } from '../json.ts';
import type { Entry } from '../state/entry.ts';
import type { User } from '../state/users.ts';
import { parseJson, readText } from './json-body.ts';
import { denied } from './problem.ts';

/** One request as a route sees it: its path matched, its caller known, its body not read yet. */
export class Call {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Scheme and host that the client used: the start of every link in the answer. */
  readonly origin: string;
  /** The caller; undefined for nobody. */
  readonly user: User | undefined;
  /** The negotiated media type of the answer. */
  readonly accepted: string;
  /** True when a write of the same kind to the same draft was being handled as this call arrived. */
  readonly concurrent: boolean;
  /** The draft of the next version that was open as this call arrived. */
  readonly openOnArrival: Entry | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;

  constructor(parts: Omit<Call, 'param' | 'json' | 'text' | 'requireUser'>) {
    this.method = parts.method;
    this.path = parts.path;
    this.params = parts.params;
    this.query = parts.query;
    this.headers = parts.headers;
    this.origin = parts.origin;
    this.user = parts.user;
    this.accepted = parts.accepted;
    this.concurrent = parts.concurrent;
    this.openOnArrival = parts.openOnArrival;
    this.bytes = parts.bytes;
  }

  /** A part of the path that the route names. */
  param(name: string): string {
    return this.params[name] ?? '';
  }

  /** @throws {Problem} 403 for nobody: Zenodo never answers 401 */
  requireUser(): User {
    if (!this.user) throw denied();
    return this.user;
  }

  /**
   * The whole body as text.
   *
   * @throws {Problem} 413 when it is too long
   */
  text(): Promise<string> {
    return readText(this.bytes, this.headers['content-length']);
  }

  /**
   * The body as JSON; undefined when there is none.
   *
   * @throws {Problem} 400 when it is not JSON, 413 when it is too long
   */
  async json(): Promise<Json | undefined> {
    return parseJson(await this.text());
  }
}
