import { ensureText } from '../errors/ensure.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { ListQuery, Page, SearchLimit } from '../types/page.ts';
import type { RecordId } from '../types/record.ts';
import type { RequestEvent, RequestFilter, ZenodoRequest } from '../types/request.ts';
import { eachItem, type Listing, onePage } from './page-iterator.ts';
import { plainJson, Resource } from './resource.ts';

/** A list of requests; `sort` also knows `newestactivity` and `oldestactivity`. */
export interface RequestQuery extends ListQuery, RequestFilter {}

/** What one asks and another decides. Ids are UUIDs. */
export class Requests extends Resource {
  /** @throws {NotFoundError} no such request */
  get(requestId: string, options?: CallOptions): Promise<ZenodoRequest> {
    return this.send('request', { method: 'GET', path: path`/requests/${requestId}`, accept: plainJson, ...options });
  }

  /** Like `get`, but undefined when there is none. */
  find(requestId: string, options?: CallOptions): Promise<ZenodoRequest | undefined> {
    return this.found(this.get(requestId, options));
  }

  /** All requests that the caller may see, over all pages. */
  search(query: RequestQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<ZenodoRequest, void, undefined> {
    // Without its last slash this address redirects.
    return eachItem(this.#all('/requests/', query, options), query);
  }

  /** One page of the requests that the caller may see. */
  list(query: RequestQuery & { readonly page?: number } = {}, options?: CallOptions): Promise<Page<ZenodoRequest>> {
    return onePage(this.#all('/requests/', query, options), query);
  }

  /** What the caller asked or is asked. */
  own(query: RequestQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<ZenodoRequest, void, undefined> {
    return eachItem(this.#all('/user/requests', query, options), query);
  }

  /** What a community is asked, for its curators. */
  ofCommunity(
    community: string,
    query: RequestQuery & SearchLimit = {},
    options?: CallOptions,
  ): AsyncGenerator<ZenodoRequest, void, undefined> {
    return eachItem(this.#all(path`/communities/${community}/requests`, query, options), query);
  }

  /** What is asked about a published record. */
  ofRecord(id: RecordId, query: RequestQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<ZenodoRequest, void, undefined> {
    return eachItem(this.#all(path`/records/${id}/requests`, query, options), query);
  }

  /** Says yes, as the receiver: a submission is published, an inclusion done. Not repeated by itself. @throws {PermissionError} not yours to decide */
  accept(requestId: string, comment?: string, options?: CallOptions): Promise<ZenodoRequest> {
    return this.#act(requestId, 'accept', comment, options);
  }

  /** Says no, as the receiver; a submitted draft can be submitted again. Not repeated by itself. */
  decline(requestId: string, comment?: string, options?: CallOptions): Promise<ZenodoRequest> {
    return this.#act(requestId, 'decline', comment, options);
  }

  /** Takes a request back, as the one who asked. Not repeated by itself. */
  cancel(requestId: string, comment?: string, options?: CallOptions): Promise<ZenodoRequest> {
    return this.#act(requestId, 'cancel', comment, options);
  }

  /** Opens a request that was only made. Not repeated by itself. */
  submit(requestId: string, comment?: string, options?: CallOptions): Promise<ZenodoRequest> {
    return this.#act(requestId, 'submit', comment, options);
  }

  /** Says something, in HTML. Not repeated by itself, since a second one would be said twice. */
  async comment(requestId: string, content: string, options?: CallOptions): Promise<RequestEvent> {
    const json = commentOf(content);
    return this.send('requestEvent', { method: 'POST', path: path`/requests/${requestId}/comments`, json, accept: plainJson, ...options });
  }

  /** Answers a comment; replies to replies there are none. Not repeated by itself. */
  async reply(requestId: string, commentId: string, content: string, options?: CallOptions): Promise<RequestEvent> {
    const target = path`/requests/${requestId}/comments/${commentId}/reply`;
    return this.send('requestEvent', { method: 'POST', path: target, json: commentOf(content), accept: plainJson, ...options });
  }

  /** @throws {NotFoundError} no such comment */
  getComment(requestId: string, commentId: string, options?: CallOptions): Promise<RequestEvent> {
    const target = path`/requests/${requestId}/comments/${commentId}`;
    return this.send('requestEvent', { method: 'GET', path: target, accept: plainJson, ...options });
  }

  /** Writes a comment of one's own anew. */
  async updateComment(requestId: string, commentId: string, content: string, options?: CallOptions): Promise<RequestEvent> {
    const target = path`/requests/${requestId}/comments/${commentId}`;
    return this.send('requestEvent', { method: 'PUT', path: target, json: commentOf(content), accept: plainJson, ...options });
  }

  /** Deletes a comment of one's own; a note in the timeline remains. */
  deleteComment(requestId: string, commentId: string, options?: CallOptions): Promise<void> {
    const target = path`/requests/${requestId}/comments/${commentId}`;
    return this.send('none', { method: 'DELETE', path: target, accept: plainJson, ...options });
  }

  /** What was said and done, the oldest first. */
  timeline(requestId: string, query: ListQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<RequestEvent, void, undefined> {
    const at = { path: path`/requests/${requestId}/timeline`, accept: plainJson, idOf, splits: undefined };
    return eachItem(this.listing<RequestEvent>('requestEvents', at, options), query);
  }

  #act(requestId: string, action: string, comment: string | undefined, options?: CallOptions): Promise<ZenodoRequest> {
    const json = comment === undefined ? {} : commentOf(comment);
    return this.send('request', {
      method: 'POST',
      path: path`/requests/${requestId}/actions/${action}`,
      json,
      accept: plainJson,
      ...options,
    });
  }

  #all(target: string, query: RequestQuery, options?: CallOptions): Listing<ZenodoRequest> {
    const at = { path: target, query: filterOf(query), accept: plainJson, idOf, splits: { newestFirst: true } };
    return this.listing<ZenodoRequest>('requests', at, options);
  }
}

const idOf = ({ id }: { readonly id: string }): string => id;

function commentOf(content: string) {
  return { payload: { content: ensureText('comment', content, 'HTML such as "<p>Thank you.</p>"'), format: 'html' } };
}

function filterOf({ isOpen, type, status, topic, receiver, createdBy, sharedWithMe }: RequestFilter) {
  return {
    ...(isOpen !== undefined && { is_open: isOpen }),
    ...(type !== undefined && { type }),
    ...(status !== undefined && { status }),
    ...(topic !== undefined && { topic }),
    ...(receiver !== undefined && { receiver }),
    ...(createdBy !== undefined && { created_by: createdBy }),
    ...(sharedWithMe !== undefined && { shared_with_me: sharedWithMe }),
  };
}
