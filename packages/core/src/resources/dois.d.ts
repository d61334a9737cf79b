import type { CallOptions } from '../types/call-options.ts';
import type { Draft, RecordId } from '../types/record.ts';
import { Resource } from './resource.ts';
/** DOIs of drafts, and what DataCite knows of them. */
export declare class Dois extends Resource {
    /**
     * Gives a draft its DOI, so that it can be named before it is published; nothing is registered yet. Not repeated by itself.
     *
     * @throws {ValidationError} the draft has a DOI already
     */
    reserve(id: RecordId, options?: CallOptions): Promise<Draft>;
    /**
     * Takes a reserved DOI back.
     *
     * @throws {ValidationError} it is registered
     */
    discard(id: RecordId, options?: CallOptions): Promise<void>;
    /**
     * Asks DataCite whether a DOI leads somewhere. Zenodo registers in the background: seconds after publishing as a rule,
     * hours at the worst. The token stays with Zenodo.
     *
     * @throws {ConfigurationError} no DOI, or `dataciteUrl` is not known for this `baseUrl`
     */
    findable(doi: string, options?: CallOptions): Promise<boolean>;
}
