import { ensureUuid } from '../errors/ensure.ts';
import type { Settings } from '../options.ts';
import type { Caller } from '../transport/caller.ts';
import { path } from '../transport/path.ts';
import type { CallOptions, PublishOptions } from '../types/call-options.ts';
import type { PublishGate } from '../types/publish-guard.ts';
import type { RecordId } from '../types/record.ts';
import type { ZenodoRequest } from '../types/request.ts';
import { plainJson, Resource } from './resource.ts';

/** Submission of a draft to a community: it is published when the community accepts. First versions alone can go this way. */
export class Reviews extends Resource {
  readonly #gate: PublishGate | undefined;

  /** @param gate - asked before a draft is submitted, which may publish it; absent for who has asked already */
  constructor(settings: Settings, caller: Caller, gate?: PublishGate) {
    super(settings, caller);
    this.#gate = gate;
  }

  /** The request in which a draft is reviewed. @throws {NotFoundError} no review was set */
  get(id: RecordId, options?: CallOptions): Promise<ZenodoRequest> {
    return this.send('request', { method: 'GET', path: path`/records/${id}/draft/review`, ...options });
  }

  /** Like `get`, but undefined when the draft has no review. */
  find(id: RecordId, options?: CallOptions): Promise<ZenodoRequest | undefined> {
    return this.found(this.get(id, options));
  }

  /**
   * Says to which community a draft is to be submitted; nothing is asked yet. Replaces what was said before.
   *
   * @param communityId - its UUID; the slug does not do here
   * @throws {ValidationError} a review is open, or the record is published or a later version
   */
  async set(id: RecordId, communityId: string, options?: CallOptions): Promise<ZenodoRequest> {
    const community = ensureUuid('communityId', communityId, 'the community\'s "id", a UUID; communities.get(slug) tells it');
    const json = { receiver: { community }, type: 'community-submission' };
    return this.inTurn(`draft ${id}`, () =>
      this.send('request', { method: 'PUT', path: path`/records/${id}/draft/review`, json, ...options }),
    );
  }

  /**
   * Submits the draft to the community that was set. Where the caller may include directly this publishes it (the
   * request comes back `accepted`), unless a review is asked for. Not repeated by itself. Counts for the client's
   * `publishGuard` as a publication does.
   *
   * @throws {ValidationError} the draft could not be published as it is
   * @throws {NotFoundError} no review was set
   * @throws {PermissionError} the community takes submissions of members alone
   * @throws {PublishCeilingError} the account has published as much as it may today; nothing was sent
   * @throws {AccountStoppedError} Zenodo took something of this account for spam
   */
  submit(
    id: RecordId,
    { comment, requireReview }: { readonly comment?: string; readonly requireReview?: boolean } = {},
    { initial, ...options }: PublishOptions = {},
  ): Promise<ZenodoRequest> {
    const json = {
      ...(comment !== undefined && { payload: { content: comment, format: 'html' } }),
      ...(requireReview !== undefined && { require_review: requireReview }),
    };
    const call = () =>
      this.inTurn(`draft ${id}`, () =>
        this.send('request', { method: 'POST', path: path`/records/${id}/draft/actions/submit-review`, json, ...options }),
      );
    const read = () => this.send('draft', { method: 'GET', path: path`/records/${id}/draft`, ...options });
    return this.#gate ? this.#gate.pass({ id, initial, read }, call) : call();
  }

  /** Takes back what `set` said; a closed review is forgotten. @throws {ValidationError} it is open: `withdraw` it */
  delete(id: RecordId, options?: CallOptions): Promise<void> {
    return this.inTurn(`draft ${id}`, () => this.send('none', { method: 'DELETE', path: path`/records/${id}/draft/review`, ...options }));
  }

  /** Ends a review whatever its state: an open one is cancelled, which takes it from the draft; another one is taken back. */
  async withdraw(id: RecordId, options?: CallOptions): Promise<void> {
    const review = await this.get(id, options);
    if (!review.is_open) return this.delete(id, options);
    const target = path`/requests/${review.id}/actions/cancel`;
    await this.send('request', { method: 'POST', path: target, json: {}, accept: plainJson, ...options });
  }
}
