/** Chunks between reading and hashing. The hashing thread may fall behind by what is not being read or sent. */
export declare const slotCount = 6;
/** What two threads share: the chunks, and beside them how far each is. */
export interface Md5Memory {
    readonly chunks: SharedArrayBuffer;
    readonly counts: Int32Array<SharedArrayBuffer>;
}
/** Places in `counts`. A length of 0 ends the file. */
export declare const filledAt = 0;
export declare const hashedAt = 1;
export declare const lengthsAt = 2;
export declare function md5Memory(): Md5Memory;
export declare const slotOf: ({ chunks }: Md5Memory, turn: number, bytes: number) => Buffer;
