/** What a list of OAI-PMH identifiers shows. */
export interface OaiHeaders {
  readonly headers: readonly { readonly id: string; readonly datestamp: string }[];
  /** Over all pages. */
  readonly total: number;
}

/**
 * Reads the headers out of a ListIdentifiers answer. Its form is fixed by the protocol and its values hold no markup, so
 * that no XML parser is needed.
 */
export function oaiHeadersIn(xml: string): OaiHeaders {
  const headers = [...xml.matchAll(/<header(?:\s[^>]*)?>(.*?)<\/header>/gs)].flatMap(([, inner = '']) => {
    const id = /<identifier>\s*oai:[^<:]+:([a-z0-9-]+)\s*<\/identifier>/i.exec(inner)?.[1];
    const datestamp = /<datestamp>\s*([0-9TZ:.+-]+)\s*<\/datestamp>/.exec(inner)?.[1];
    return id === undefined || datestamp === undefined ? [] : [{ id, datestamp }];
  });
  const size = /<resumptionToken[^>]*\scompleteListSize="(\d+)"/.exec(xml)?.[1];
  return { headers, total: size === undefined ? headers.length : Number(size) };
}
