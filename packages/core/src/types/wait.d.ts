/** A pause before a call goes on. */
export interface Wait {
    /** `rate_limit`: until Zenodo opens its window · `retry`: before a failed call is sent again. */
    readonly reason: 'rate_limit' | 'retry';
    readonly waitMs: number;
    readonly untilAt: Date;
    /** Such as `GET https://zenodo.org/api/records`. */
    readonly call: string;
    /** A sentence for people. */
    readonly message: string;
}
