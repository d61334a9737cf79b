import type { Translated } from './metadata.ts';
/** The vocabularies below `/api/vocabularies`, by Zenodo's names. */
export type VocabularyName = 'resourcetypes' | 'licenses' | 'languages' | 'relationtypes' | 'creatorsroles' | 'contributorsroles' | 'datetypes' | 'descriptiontypes' | 'titletypes' | 'removalreasons' | 'communitytypes' | 'programminglanguages' | 'developmentstatus' | (string & {});
/** An entry of a vocabulary. Metadata names it by its `id`. */
export interface VocabularyTerm {
    readonly id: string;
    readonly title?: Translated;
    readonly description?: Translated;
    readonly props?: Readonly<{
        [name: string]: string;
    }>;
    readonly tags?: readonly string[];
}
/** By ROR id. */
export interface FunderTerm {
    readonly id: string;
    readonly name: string;
    readonly acronym?: string;
    /** Two letters. */
    readonly country?: string;
    readonly title?: Translated;
}
/** By `<ROR id of the funder>::<number>`. */
export interface AwardTerm {
    readonly id: string;
    readonly number?: string;
    readonly title?: Translated;
    readonly acronym?: string;
    readonly funder?: {
        readonly id?: string;
        readonly name?: string;
    };
}
/** By ROR id. */
export interface AffiliationTerm {
    readonly id: string;
    readonly name: string;
    readonly acronym?: string;
    readonly title?: Translated;
}
/** A person that Zenodo knows, mostly by ORCID. */
export interface NameTerm {
    readonly id: string;
    readonly name?: string;
    readonly family_name?: string;
    readonly given_name?: string;
    readonly identifiers?: readonly {
        readonly identifier: string;
        readonly scheme?: string;
    }[];
    readonly affiliations?: readonly {
        readonly id?: string;
        readonly name?: string;
    }[];
}
/** A controlled subject; its id is often an address. */
export interface SubjectTerm {
    readonly id: string;
    readonly subject: string;
    readonly scheme?: string;
}
/** An account, as far as it shows itself. */
export interface ZenodoUser {
    readonly id: string;
    readonly username?: string | null;
    readonly profile?: {
        readonly full_name?: string;
        readonly affiliations?: string;
    };
}
