import { ConfigurationError } from '../errors/configuration-error.ts';
import { isNotFoundError } from '../errors/guards.ts';
import { ensureDoi } from '../identifiers/doi.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { Draft, RecordId } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { Resource } from './resource.ts';

/** DOIs of drafts, and what DataCite knows of them. */
export class Dois extends Resource {
  /**
   * Gives a draft its DOI, so that it can be named before it is published; nothing is registered yet. Not repeated by itself.
   *
   * @throws {ValidationError} the draft has a DOI already
   */
  reserve(id: RecordId, options?: CallOptions): Promise<Draft> {
    return this.inTurn(`draft ${id}`, () => this.send('draft', { method: 'POST', path: path`/records/${id}/draft/pids/doi`, ...options }));
  }

  /**
   * Takes a reserved DOI back.
   *
   * @throws {ValidationError} it is registered
   */
  discard(id: RecordId, options?: CallOptions): Promise<void> {
    return this.inTurn(`draft ${id}`, () => this.send('none', { method: 'DELETE', path: path`/records/${id}/draft/pids/doi`, ...options }));
  }

  /**
   * Asks DataCite whether a DOI leads somewhere. Zenodo registers in the background: seconds after publishing as a rule,
   * hours at the worst. The token stays with Zenodo.
   *
   * @throws {ConfigurationError} no DOI, or `dataciteUrl` is not known for this `baseUrl`
   */
  async findable(doi: string, options?: CallOptions): Promise<boolean> {
    const name = ensureDoi(doi);
    if (this.settings.dataciteOrigin === undefined) {
      throw new ConfigurationError('Where DataCite is for this "baseUrl" is not known; give "dataciteUrl".');
    }
    const asked = await settled(
      this.send('dataciteDoi', {
        method: 'GET',
        path: path`/dois/${name}`,
        at: 'datacite',
        accept: 'application/vnd.api+json',
        ...options,
      }),
    );
    if (asked.ok) return asked.value.data.attributes.state === 'findable';
    if (isNotFoundError(asked.error)) return false;
    throw asked.error;
  }
}
