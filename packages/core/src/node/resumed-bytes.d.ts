import type { ByteStream } from '../sources/file-from-stream.ts';
/** A stream from elsewhere that can be given up. */
export type RemoteBody = ByteStream & {
    destroy(): unknown;
};
export interface Remote {
    /** What is fetched, for messages: no query, no user. */
    readonly place: string;
    /** Bytes; undefined when nobody told. */
    readonly size: number | undefined;
    /** Opens what follows; absent where nothing would tell that it is of the same file. */
    readonly openRest: ((fromByte: number) => Promise<RemoteBody>) | undefined;
}
/** The bytes of a remote file. A connection that breaks is opened again for the rest, some times in a row. They can be given up before the first one was asked for. */
export declare function resumedBytes(first: RemoteBody, remote: Remote): RemoteBody;
/** True when an answer brings just what was missing. */
export declare function isRestOf(contentRange: unknown, fromByte: number, size: number | undefined): boolean;
/** For an answer that is something else than the rest. */
export declare function noRest(place: string, fromByte: number): Error;
