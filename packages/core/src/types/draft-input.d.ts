import type { Metadata } from './metadata.ts';
import type { Access, Pids } from './record.ts';
/** What a draft is made of. What is absent gets Zenodo's default: public, with files, without a DOI. */
export interface DraftInput {
    readonly metadata?: Metadata;
    readonly access?: Access;
    readonly custom_fields?: Readonly<{
        [name: string]: unknown;
    }>;
    readonly files?: {
        readonly enabled?: boolean;
        readonly default_preview?: string | null;
        readonly order?: readonly string[];
    };
    readonly pids?: Pids;
}
/** A change of a draft: fields of `metadata` and `custom_fields` that are given replace those of the draft, `undefined` takes one out. */
export interface DraftChange extends Omit<DraftInput, 'metadata'> {
    readonly metadata?: {
        readonly [Field in keyof Metadata]: Metadata[Field] | undefined;
    };
}
