/**
 * Metadata in Zenodo's native spelling. All may be absent in a draft; publishing needs `title`, `creators`,
 * `resource_type`, `publication_date` and `publisher`.
 *
 * @see https://inveniordm.docs.cern.ch/reference/metadata/
 */
export interface Metadata {
    /** At least 3 characters. */
    readonly title?: string;
    readonly creators?: readonly Creator[];
    /** For example `dataset`, `software`, `publication-article`, `image-figure`. */
    readonly resource_type?: VocabularyEntry;
    /** EDTF level 0: `2026`, `2026-03`, `2026-03-14`, or an interval `2026-03/2026-05`. */
    readonly publication_date?: string;
    /** DOI registration needs one. `deposit` fills in `Zenodo`. */
    readonly publisher?: string;
    /** HTML, sanitised by Zenodo. */
    readonly description?: string;
    readonly additional_titles?: readonly AdditionalTitle[];
    readonly additional_descriptions?: readonly AdditionalDescription[];
    readonly contributors?: readonly Creator[];
    readonly subjects?: readonly Subject[];
    /** ISO 639-3 ids. */
    readonly languages?: readonly VocabularyEntry[];
    readonly dates?: readonly MetadataDate[];
    /** Alternate identifiers of this very thing. `deposit` keeps its key here. */
    readonly identifiers?: readonly Identifier[];
    readonly related_identifiers?: readonly RelatedIdentifier[];
    readonly sizes?: readonly string[];
    readonly formats?: readonly string[];
    /** The label of this version (`v1.2`), up to 191 characters; it is not carried over into the next one. */
    readonly version?: string;
    readonly rights?: readonly Rights[];
    readonly copyright?: string;
    readonly funding?: readonly Funding[];
    readonly references?: readonly Reference[];
    readonly locations?: Locations;
}
/** An entry of one of Zenodo's vocabularies: the id goes in; titles in several languages come out. */
export interface VocabularyEntry {
    readonly id: string;
    readonly title?: Translated;
}
/** Text by language code. */
export type Translated = Readonly<{
    [language: string]: string;
}>;
export interface Creator {
    readonly person_or_org: PersonOrOrganisation;
    /** Needed for contributors: `datacollector`, `supervisor`, … */
    readonly role?: VocabularyEntry;
    readonly affiliations?: readonly Affiliation[];
}
export interface PersonOrOrganisation {
    readonly type: 'personal' | 'organizational';
    /** Of an organisation; for a person Zenodo builds it from the two names. */
    readonly name?: string;
    readonly family_name?: string;
    readonly given_name?: string;
    /** ORCID, GND, ISNI, ROR; one for each scheme. */
    readonly identifiers?: readonly Identifier[];
}
/** By ROR id, by name, or both. */
export interface Affiliation {
    readonly id?: string;
    readonly name?: string;
}
export interface Identifier {
    readonly identifier: string;
    /** `doi`, `url`, `urn`, `handle`, `orcid`, …; Zenodo recognises most without it. */
    readonly scheme?: string;
}
export interface RelatedIdentifier extends Identifier {
    /** Lower case: `issupplementto`, `cites`, `isderivedfrom`, … */
    readonly relation_type: VocabularyEntry;
    readonly resource_type?: VocabularyEntry;
}
/** A term of a vocabulary by `id`, or a free `subject`. */
export interface Subject {
    readonly id?: string;
    readonly subject?: string;
}
export interface AdditionalTitle {
    readonly title: string;
    readonly type: VocabularyEntry;
    readonly lang?: VocabularyEntry;
}
export interface AdditionalDescription {
    readonly description: string;
    /** `abstract`, `methods`, `notes`, `technical-info`, … */
    readonly type: VocabularyEntry;
    readonly lang?: VocabularyEntry;
}
export interface MetadataDate {
    /** EDTF level 0. */
    readonly date: string;
    readonly type: VocabularyEntry;
    readonly description?: string;
}
/** A licence of the vocabulary by lower-case `id` (`cc-by-4.0`), or one described in words. */
export interface Rights {
    readonly id?: string;
    readonly title?: Translated;
    readonly description?: Translated;
    readonly link?: string;
}
export interface Funding {
    /** By ROR id or by name. */
    readonly funder: {
        readonly id?: string;
        readonly name?: string;
    };
    /** By id (`<ROR>::<number>`), or described. */
    readonly award?: {
        readonly id?: string;
        readonly title?: Translated;
        readonly number?: string;
    };
}
export interface Reference {
    readonly reference: string;
    readonly identifier?: string;
    readonly scheme?: string;
}
export interface Locations {
    readonly features: readonly {
        readonly geometry?: unknown;
        readonly place?: string;
        readonly description?: string;
        readonly identifiers?: readonly Identifier[];
    }[];
}
