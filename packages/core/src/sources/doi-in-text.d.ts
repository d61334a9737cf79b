import { ConfigurationError } from '../errors/configuration-error.ts';
import type { FileSource } from '../types/file-source.ts';
export interface DoiInTextOptions {
    /** The largest text that is taken, in bytes. Default 1 MiB. */
    readonly limitBytes?: number;
    /** Written for `{{concept_doi}}`. Default: that of the version before, which a deposit knows from the second version on. */
    readonly conceptDoi?: string;
}
/**
 * A text that names the DOI of the record that it goes into, such as CITATION.cff or a README: a deposit writes it for
 * each `{{doi}}` before it sends the file, and in a later version the concept DOI for each `{{concept_doi}}`.
 *
 * @example
 * files: [await doiInText(await fileFromPath('CITATION.cff')), await fileFromPath('data.csv')]
 *
 * @throws {ConfigurationError} no text in UTF-8, too large, or without a place for the DOI
 */
export declare function doiInText(source: FileSource, { limitBytes, conceptDoi }?: DoiInTextOptions): Promise<FileSource>;
/** For a first version: Zenodo makes the DOI of its concept when it is published. */
export declare function unknownConcept(key: string): ConfigurationError;
