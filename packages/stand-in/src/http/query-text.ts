/** Characters that stay as they are in the addresses that Zenodo writes. */
const PLAIN = /%(3A|2C|40|24|2F|3F)/g;

/** A query in Zenodo's spelling. */
export function queryText(parts: Iterable<readonly [name: string, value: string]>, space: '+' | '%20'): string {
  const quote = (text: string) =>
    encodeURIComponent(text)
      .replace(PLAIN, (code) => decodeURIComponent(code))
      .replaceAll('%20', space);
  return [...parts].map(([name, value]) => `${quote(name)}=${quote(value)}`).join('&');
}

/** True for a query that is encoded as the server wants it: brackets, braces, bars and the like have to be escaped. */
export function isEncoded(query: string): boolean {
  return /^\??[\w.~%=&;:+,*@!()/?'$-]*$/.test(query);
}
