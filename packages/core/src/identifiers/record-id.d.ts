import type { RecordId } from '../types/record.ts';
/** True for what can be the id of a draft or a record: digits at Zenodo, `abcde-12345` elsewhere. */
export declare function isRecordId(value: unknown): value is RecordId;
/**
 * @throws {ConfigurationError} the text is no id; a URL and a DOI are none either
 */
export declare function ensureRecordId(value: string): RecordId;
/** The older of two ids: Zenodo counts upwards. Ids that are no numbers are compared as text. */
export declare function compareRecordIds(a: RecordId, b: RecordId): number;
