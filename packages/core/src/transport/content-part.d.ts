import type { TransportReply } from './transport.ts';
/** What came for the bytes of a file from one place on. */
export interface ContentPart {
    /** Begins at the place that was asked for. */
    readonly bytes: AsyncIterable<Uint8Array>;
    /** Bytes of the whole file, when the answer says so. */
    readonly size: number | undefined;
    /** MD5 of the whole file in lower-case hex, when the answer's `ETag` is one. */
    readonly md5: string | undefined;
}
/**
 * Reads an answer to a request for the bytes from `fromByte` on. A server that knows no ranges sends all; then what is
 * there already is passed over.
 *
 * @throws {ReplyShapeError} another range came than was asked for
 */
export declare function contentPart(reply: TransportReply, fromByte: number): ContentPart;
