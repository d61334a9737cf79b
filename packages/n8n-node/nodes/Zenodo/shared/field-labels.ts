import type { FieldIssue } from '@zenodo-connect/core/portable';

/** What the node's form calls the fields of native metadata; a list's rows are counted from 1. */
const labels: readonly (readonly [RegExp, string])[] = [
  [/^metadata\.title$/, 'Title'],
  [/^metadata\.resource_type(\.id)?$/, 'Resource Type'],
  [/^metadata\.publication_date$/, 'Publication Date'],
  [/^metadata\.creators\.(\d+)\.person_or_org\.family_name$/, 'Family Name'],
  [/^metadata\.creators\.(\d+)\.person_or_org\.given_name$/, 'Given Names'],
  [/^metadata\.creators\.(\d+)\.person_or_org\.name$/, 'Name'],
  [/^metadata\.creators\.(\d+)\.person_or_org\.identifiers/, 'ORCID'],
  [/^metadata\.creators\.(\d+)\.affiliations/, 'Affiliation'],
  [/^metadata\.creators/, 'Creators'],
  [/^metadata\.description$/, 'Description'],
  [/^metadata\.subjects/, 'Keywords'],
  [/^metadata\.languages/, 'Languages'],
  [/^metadata\.rights/, 'License'],
  [/^metadata\.publisher$/, 'Publisher'],
  [/^metadata\.version$/, 'Version'],
];

/** A remark of Zenodo in the words of the form: `'Family Name' of creator 2 is missing`. */
export function issueInWords({ field, messages }: FieldIssue): string {
  const place = placeOf(field);
  const said = messages.join(' ').trim();
  if (/^(missing data for required field|field may not be (null|blank)|cannot be blank)/i.test(said)) return `${place} is missing`;
  return said === '' ? `${place} is not accepted` : `${place}: ${said}`;
}

/** A field's path by the label of the form: `'Family Name' of creator 2`. */
export function placeOf(field: string): string {
  for (const [path, label] of labels) {
    const match = path.exec(field);
    if (match) return match[1] === undefined ? `'${label}'` : `'${label}' of creator ${Number(match[1]) + 1}`;
  }
  return `'${field}'`;
}
