import { ensureDay, ensureText, ensureWhole, refuse, shown } from '../errors/ensure.ts';
import { updateDraft } from '../transport/draft-update.ts';
import { path } from '../transport/path.ts';
import type { AccessRequestInput, AccessSettings, Embargo } from '../types/access.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { OwnRecord } from '../types/page.ts';
import type { Access as AccessOf, Draft, RecordId } from '../types/record.ts';
import { Resource } from './resource.ts';

/**
 * Who may see the files of a draft, and of the record that it becomes; for a published record open a draft with
 * `drafts.edit` first, and publish it afterwards. Metadata are public on Zenodo.
 */
export class Access extends Resource {
  /** Everybody may see the files. Ends an embargo. */
  open(id: RecordId, options?: CallOptions): Promise<Draft> {
    return this.#set(id, { record: 'public', files: 'public', embargo: { active: false, until: null, reason: null } }, options);
  }

  /** Nobody sees the files but those who are let in: `accessLinks`, `accessGrants`. Ends an embargo. */
  restrict(id: RecordId, options?: CallOptions): Promise<Draft> {
    return this.#set(id, { record: 'public', files: 'restricted', embargo: { active: false, until: null, reason: null } }, options);
  }

  /**
   * Restricts the files until a day on which Zenodo opens them by itself.
   *
   * @throws {ConfigurationError} `until` is no day, or not ahead; nothing was sent
   */
  async embargo(id: RecordId, { until, reason }: Embargo, options?: CallOptions): Promise<Draft> {
    const today = new Date(this.settings.now()).toISOString().slice(0, 10);
    if (ensureDay('until', until) <= today) refuse('until', `is ${until}, and today is ${today}`, 'a day that lies ahead');
    return this.#set(id, { record: 'public', files: 'restricted', embargo: { active: true, until, reason: reason ?? null } }, options);
  }

  /** Says who may ask for access to restricted files. Answers the record, or the draft where none is published. */
  async updateSettings(id: RecordId, settings: AccessSettings, options?: CallOptions): Promise<OwnRecord> {
    const { secret_link_expiration: days } = settings;
    if (days !== undefined) ensureWhole('secret_link_expiration', days, 0, 365);
    return this.send('record', { method: 'PUT', path: path`/records/${id}/access`, json: settings, ...options });
  }

  /**
   * Asks the owner of restricted files for access. Guests get a letter with a link first. Not repeated by itself.
   *
   * @throws {ValidationError} asked already
   * @throws {PermissionError} the caller may see the files
   */
  async request(id: RecordId, asked: AccessRequestInput, options?: CallOptions): Promise<unknown> {
    const email = ensureText('email', asked.email, '"marie@example.org"');
    if (!email.includes('@')) refuse('email', shown(email), 'an address such as "marie@example.org"');
    ensureText('full_name', asked.full_name, '"Marie Curie"');
    const json = { permission: 'view', message: '', consent_to_share_personal_data: 'true', ...asked };
    return this.send('unchecked', { method: 'POST', path: path`/records/${id}/access/request`, json, ...options });
  }

  #set(id: RecordId, access: AccessOf, options?: CallOptions): Promise<Draft> {
    return updateDraft(this.settings, this.caller, id, { access }, options);
  }
}
