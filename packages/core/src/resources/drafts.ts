import { isNotFoundError, isStaleRevisionError, isValidationError } from '../errors/guards.ts';
import { draftBody } from '../transport/draft-body.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { DraftChange, DraftInput } from '../types/draft-input.ts';
import type { Draft, RecordId, ZenodoRecord } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { Resource } from './resource.ts';

const racesLost = 5;
const invalidValueRaces = 2;

/** The editable, unpublished states of records. */
export class Drafts extends Resource {
  /**
   * Makes a new draft, with its id and its parent's id. What Zenodo could not take is in `errors`; the draft is made all the same.
   *
   * Never repeated by itself: after a {@link ConnectionError}, {@link TimeoutError} or {@link ServerError} the draft may
   * exist; `deposit` settles that by looking.
   *
   * @throws {ValidationError} an unknown id of a vocabulary, or a body that is no draft
   * @throws {PermissionError} the token is missing or wrong
   */
  create(input: DraftInput = {}, options?: CallOptions): Promise<Draft> {
    return this.send('draft', { method: 'POST', path: '/records', json: input, ...options });
  }

  /** @throws {NotFoundError} there is no draft: never made, discarded, or published */
  get(id: RecordId, options?: CallOptions): Promise<Draft> {
    return this.send('draft', { method: 'GET', path: path`/records/${id}/draft`, ...options });
  }

  /** Like `get`, but undefined when there is no draft. */
  async find(id: RecordId, options?: CallOptions): Promise<Draft | undefined> {
    const found = await settled(this.get(id, options));
    if (found.ok) return found.value;
    if (isNotFoundError(found.error)) return undefined;
    throw found.error;
  }

  /**
   * Changes fields of a draft and keeps the others: reads it, merges, and writes the whole back under its revision. A
   * write that loses a race is read and merged again, unless `ifRevision` is given.
   *
   * Zenodo answers a lost race with 412, or with 400 "Invalid value …" as it does for an unknown vocabulary id; the
   * latter is therefore tried {@link invalidValueRaces} more times before it is believed.
   *
   * @param change - what to change, or a function of the draft as it is that says so
   * @throws {StaleRevisionError} the draft has changed since `ifRevision`
   */
  update(id: RecordId, change: DraftChange | ((draft: Draft) => DraftChange), options: CallOptions = {}): Promise<Draft> {
    const { ifRevision, ...reading } = options;
    return this.inTurn(`draft ${id}`, async () => {
      for (let lost = 0; ; lost++) {
        const draft = await this.get(id, reading);
        const written = await settled(this.#write(draft, typeof change === 'function' ? change(draft) : change, options));
        if (written.ok) return written.value;
        if (ifRevision !== undefined || !lostRace(written.error, lost)) throw written.error;
        await this.settings.transport.sleep(200 * (lost + 1), options.signal);
      }
    });
  }

  /**
   * Discards a draft with its files; a draft of a published record takes back its changes. Not to be undone.
   *
   * @throws {NotFoundError} there is no such draft
   */
  delete(id: RecordId, options?: CallOptions): Promise<void> {
    return this.send('none', { method: 'DELETE', path: path`/records/${id}/draft`, ...options });
  }

  /**
   * Publishes a draft: the record is public and its DOI registered for ever. The draft is gone afterwards.
   *
   * Never repeated by itself. After an unclear answer read `records.find(id)` until it is there; a second publish
   * answers 404, or 500 in a race.
   *
   * @throws {ValidationError} fields are missing or wrong, a file is not complete, a review is open
   * @throws {NotFoundError} there is no such draft; it may be published already
   */
  publish(id: RecordId, options?: CallOptions): Promise<ZenodoRecord> {
    return this.inTurn(`draft ${id}`, () =>
      this.send('record', { method: 'POST', path: path`/records/${id}/draft/actions/publish`, ...options }),
    );
  }

  /** Opens a draft of a published record to change its metadata; the same one when it is open already. */
  edit(id: RecordId, options?: CallOptions): Promise<Draft> {
    return this.inTurn(`draft ${id}`, () => this.send('draft', { method: 'POST', path: path`/records/${id}/draft`, ...options }));
  }

  #write(draft: Draft, change: DraftChange, { ifRevision = draft.revision_id, ...options }: CallOptions): Promise<Draft> {
    return this.send('draft', {
      method: 'PUT',
      path: path`/records/${draft.id}/draft`,
      json: draftBody(draft, change),
      ifRevision,
      ...options,
    });
  }
}

function lostRace(error: unknown, lost: number): boolean {
  if (isStaleRevisionError(error)) return lost < racesLost;
  return isValidationError(error) && error.issues.length === 0 && /Invalid value /.test(error.message) && lost < invalidValueRaces;
}
