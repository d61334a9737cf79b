/** What a call does: method, address behind `/api`, words. `$1` is the id in the address, `$2` the name of a file. */
const calls: readonly (readonly [RegExp, string])[] = [
  [/^POST \/records$/, 'Making a draft'],
  [/^GET \/user\/records$/, 'Looking for the draft'],
  [/^POST \/records\/([^/]+)\/versions$/, 'Opening the next version of the record $1'],
  [/^GET \/records\/([^/]+)\/versions(?:\/latest)?$/, 'Reading the versions of the record $1'],
  [/^GET \/records\/([^/]+)\/draft$/, 'Reading the draft $1'],
  [/^PUT \/records\/([^/]+)\/draft$/, 'Writing the metadata of the draft $1'],
  [/^POST \/records\/([^/]+)\/draft$/, 'Opening the record $1 for an edit'],
  [/^DELETE \/records\/([^/]+)\/draft$/, 'Discarding the draft $1'],
  [/^POST \/records\/([^/]+)\/draft\/actions\/files-import$/, 'Taking over the files of the version before into the draft $1'],
  [/^POST \/records\/([^/]+)\/draft\/actions\/publish$/, 'Publishing the draft $1'],
  [/^POST \/records\/([^/]+)\/draft\/actions\/submit-review$/, 'Submitting the draft $1 to the community'],
  [/^GET \/records\/([^/]+)\/draft\/review$/, 'Reading the review of the draft $1'],
  [/^\w+ \/records\/([^/]+)\/draft\/review$/, 'Choosing the community of the draft $1'],
  [/^GET \/records\/([^/]+)\/draft\/files(?:\/[^/]+)?$/, 'Reading the files of the draft $1'],
  [/^POST \/records\/([^/]+)\/draft\/files$/, 'Naming the files of the draft $1'],
  [/^PUT \/records\/([^/]+)\/draft\/files\/([^/]+)\/content$/, 'Sending the file "$2" of the draft $1'],
  [/^POST \/records\/([^/]+)\/draft\/files\/([^/]+)\/commit$/, 'Completing the file "$2" of the draft $1'],
  [/^DELETE \/records\/([^/]+)\/draft\/files\/([^/]+)$/, 'Removing the file "$2" of the draft $1'],
  [/^\w+ \/records\/([^/]+)\/draft\/pids\/doi$/, 'Reserving the DOI of the draft $1'],
  [/^GET \/records\/([^/]+)$/, 'Reading the record $1'],
  [/^GET \/records$/, 'Looking for the record'],
  [/^GET \/communities\/([^/]+)$/, 'Reading the community $1'],
  [/^GET \/requests\/[^/]+/, "Reading the community's request"],
];

/**
 * A sentence of core about a call in the words of whoever waits for a deposit: what was being done, and not an address. The
 * call itself stays in the failure's `answer`.
 */
export function inWords(message: string, { method, url }: { readonly method: string; readonly url: string }): string {
  const call = `${method} ${url}`;
  if (!message.startsWith(`${call} `)) return message;
  return doing(method, url) + message.slice(call.length).replace(/^ was not found/, ' found nothing');
}

function doing(method: string, url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname.replace(/^.*?\/api(?=\/)/, '') : url;
  for (const [form, words] of calls) {
    const found = form.exec(`${method} ${path}`);
    if (found) return words.replace(/\$([12])/g, (_text, place: string) => readable(found[Number(place)] ?? ''));
  }
  return 'A call to Zenodo';
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
