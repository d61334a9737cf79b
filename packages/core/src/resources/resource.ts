import type { Settings } from '../options.ts';
import type { Call, Caller } from '../transport/caller.ts';
import { type BytesOptions, contentBytes } from '../transport/content-bytes.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { RecordId, ZenodoRecord } from '../types/record.ts';
import type { ReplyShape, ReplyShapes } from '../types/reply-shape.ts';

/** What the groups of methods share: the way to Zenodo. */
export abstract class Resource {
  protected readonly settings: Settings;
  protected readonly caller: Caller;

  constructor(settings: Settings, caller: Caller) {
    this.settings = settings;
    this.caller = caller;
  }

  protected send<Shape extends ReplyShape>(shape: Shape, call: Call): Promise<ReplyShapes[Shape]> {
    return this.caller.send(shape, call);
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
    if (id === undefined) return this.caller.read('record', call, reply);
    return this.send('record', { ...call, path: path`/records/${id}` });
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
