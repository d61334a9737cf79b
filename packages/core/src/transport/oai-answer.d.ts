/** What a list of OAI-PMH identifiers shows. */
export interface OaiHeaders {
    readonly headers: readonly {
        readonly id: string;
        readonly datestamp: string;
    }[];
    /** Over all pages. */
    readonly total: number;
}
/**
 * Reads the headers out of a ListIdentifiers answer. Its form is fixed by the protocol and its values hold no markup, so
 * that no XML parser is needed.
 */
export declare function oaiHeadersIn(xml: string): OaiHeaders;
