import type { FileSource } from '../types/file-source.ts';
export interface DoiInTextOptions {
    /** The largest text that is taken, in bytes. Default 1 MiB. */
    readonly limitBytes?: number;
    /** Written for `{{concept_doi}}`. Known once a first version is published. */
    readonly conceptDoi?: string;
}
/**
 * A text that names the DOI of the record that it goes into, such as CITATION.cff or a README: a deposit writes it for
 * each `{{doi}}` before it sends the file.
 *
 * @example
 * files: [await doiInText(await fileFromPath('CITATION.cff')), await fileFromPath('data.csv')]
 *
 * @throws {ConfigurationError} no text in UTF-8, too large, without a place for the DOI, or `{{concept_doi}}` without `conceptDoi`
 */
export declare function doiInText(source: FileSource, { limitBytes, conceptDoi }?: DoiInTextOptions): Promise<FileSource>;
