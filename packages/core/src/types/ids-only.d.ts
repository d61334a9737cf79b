/** Entries of vocabularies come with their titles and go back as ids alone. */
export declare function idsOnly(value: unknown): unknown;
export declare function withoutUndefined(fields: object): object;
