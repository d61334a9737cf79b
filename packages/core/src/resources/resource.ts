import { isNotFoundError } from '../errors/guards.ts';
import type { Settings } from '../options.ts';
import type { Call, Caller } from '../transport/caller.ts';
import { type BytesOptions, contentBytes } from '../transport/content-bytes.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { Page } from '../types/page.ts';
import type { Draft, RecordId, ZenodoRecord } from '../types/record.ts';
import type { ReplyShape, ReplyShapes } from '../types/reply-shape.ts';
import { settled } from '../types/settled.ts';
import type { Listing } from './page-iterator.ts';

/** Where a list is, and how it is read. */
export interface ListAt<Item> extends Pick<Call, 'path' | 'query' | 'accept'> {
  readonly idOf: Listing<Item>['idOf'];
  readonly splits: Listing<Item>['splits'];
  readonly sizes?: Listing<Item>['sizes'];
}

export const plainJson = 'application/json';

/** What the groups of methods share: the way to Zenodo. */
export abstract class Resource {
  protected readonly settings: Settings;
  protected readonly caller: Caller;

  constructor(settings: Settings, caller: Caller) {
    this.settings = settings;
    this.caller = caller;
  }

  protected async send<Shape extends ReplyShape>(shape: Shape, call: Call): Promise<ReplyShapes[Shape]> {
    const body = await this.caller.send(shape, call);
    if (shape === 'draft' || shape === 'record') this.#learnt(body as Draft | ZenodoRecord);
    return body;
  }

  /** Undefined where the answer is that there is no such thing; other failures stay failures. */
  protected async found<Answer>(
    asked: Promise<Answer>,
    isAbsent: (error: unknown) => boolean = isNotFoundError,
  ): Promise<Answer | undefined> {
    const answer = await settled(asked);
    if (answer.ok) return answer.value;
    if (isAbsent(answer.error)) return undefined;
    throw answer.error;
  }

  /** A list below an address. Requests, communities and vocabularies answer plain JSON. */
  protected listing<Item>(shape: ReplyShape, list: ListAt<Item>, options?: CallOptions): Listing<Item> {
    const { path: target, query = {}, accept } = list;
    return {
      page: (page) =>
        this.send(shape, {
          method: 'GET',
          path: target,
          query: { ...query, ...page },
          ...(accept !== undefined && { accept }),
          ...options,
        }) as Promise<Page<Item>>,
      idOf: list.idOf,
      sizes: list.sizes ?? { usual: 100, most: 10_000 },
      splits: list.splits,
      now: this.settings.now,
      signal: options?.signal,
    };
  }

  protected bytesAt(target: string, key: string, options?: BytesOptions): AsyncGenerator<Uint8Array, void, undefined> {
    return contentBytes(this.caller, this.settings, { path: target, key, ...options });
  }

  /**
   * Reads a record by an address that may answer with a redirect to another id. The transport follows none, lest the
   * token travels; only the id is taken from it, and the origin stays ours.
   */
  protected async sendThrough(target: string, options?: CallOptions): Promise<ZenodoRecord> {
    const call: Call = { method: 'GET', path: target, ...options };
    const reply = await this.caller.reply(call);
    const id = reply.status >= 300 ? idIn(reply.headers['location']) : undefined;
    if (id === undefined) return this.#learnt(await this.caller.read('record', call, reply));
    return this.send('record', { ...call, path: path`/records/${id}` });
  }

  #learnt<Known extends Draft | ZenodoRecord>(known: Known): Known {
    // Without schemas an answer may be anything that has these fields.
    const parentId: unknown = known.parent?.id;
    if (typeof parentId === 'string') this.settings.concepts.learn(known.id, parentId);
    return known;
  }

  /** Writes that must not meet at the server go one after another: at once, Zenodo refuses one or does both. */
  protected inTurn<T>(what: string, work: () => Promise<T>): Promise<T> {
    return this.settings.inTurn(what, work);
  }
}

function idIn(location: string | string[] | undefined): RecordId | undefined {
  const text = Array.isArray(location) ? location[0] : location;
  return /\/records\/([a-z0-9-]+)\/?(?:\?.*)?$/i.exec(text ?? '')?.[1];
}
