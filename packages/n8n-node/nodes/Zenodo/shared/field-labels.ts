import type { FieldIssue } from '@zenodo-connect/core/portable';

/** What the node's form calls the fields of the native format; a group is the place in a list, its word that of a row. */
const labels: readonly (readonly [path: RegExp, label: string, row?: string])[] = [
  [/^metadata\.title$/, 'Title'],
  [/^metadata\.resource_type(\.|$)/, 'Resource Type Name or ID'],
  [/^metadata\.publication_date$/, 'Publication Date'],
  ...people('creators', 'creator'),
  ...people('contributors', 'contributor'),
  [/^metadata\.creators/, 'Creators'],
  [/^metadata\.contributors/, 'Contributors'],
  [/^metadata\.description$/, 'Description'],
  [/^metadata\.subjects/, 'Keywords'],
  [/^metadata\.languages\.(?<place>\d+)/, 'Language', 'row'],
  [/^metadata\.languages/, 'Languages'],
  [/^metadata\.rights/, 'License'],
  [/^metadata\.publisher$/, 'Publisher'],
  [/^metadata\.version$/, 'Version'],
  [/^metadata\.dates\.(?<place>\d+)\.date/, 'Date', 'date'],
  [/^metadata\.dates\.(?<place>\d+)\.type/, 'Type Name or ID', 'date'],
  [/^metadata\.dates/, 'Dates'],
  [/^metadata\.related_identifiers\.(?<place>\d+)\.relation_type/, 'Relation Name or ID', 'related work'],
  [/^metadata\.related_identifiers\.(?<place>\d+)\.resource_type/, 'Resource Type Name or ID', 'related work'],
  [/^metadata\.related_identifiers\.(?<place>\d+)/, 'Identifier', 'related work'],
  [/^metadata\.related_identifiers/, 'Related Works'],
  [/^metadata\.funding\.(?<place>\d+)\.award/, 'Award', 'funding'],
  [/^metadata\.funding\.(?<place>\d+)/, 'Funder', 'funding'],
  [/^metadata\.funding/, 'Funding'],
  [/^metadata\.references/, 'References'],
  [/^access\.embargo\.reason/, 'Embargo Reason'],
  [/^access\.embargo/, 'Embargo Until'],
  [/^access\.files/, 'File Access'],
  [/^pids\.doi/, 'Custom DOI'],
  [/^files/, 'Files'],
  [/^ceiling$/, 'Most Records'],
  [/^stopAfterFailures$/, 'Stop After Failures'],
];

function people(list: string, row: string): (readonly [RegExp, string, string])[] {
  const at = (rest: string) => new RegExp(`^metadata\\.${list}\\.(?<place>\\d+)\\.${rest}`);
  return [
    [at('person_or_org\\.family_name'), 'Family Name', row],
    [at('person_or_org\\.given_name'), 'Given Names', row],
    [at('person_or_org\\.name'), 'Name', row],
    [at('person_or_org\\.identifiers'), 'ORCID', row],
    [at('affiliations'), 'Affiliation', row],
    [at('role'), 'Role Name or ID', row],
  ];
}

/** A remark of Zenodo in the words of the form: `'Family Name' of creator 2 is missing`. */
export function issueInWords({ field, messages }: FieldIssue): string {
  const place = placeOf(field);
  const said = messages.join(' ').trim();
  if (/^(missing data for required field|field may not be (null|blank)|cannot be blank)/i.test(said)) return `${place} is missing`;
  return said === '' ? `${place} is not accepted` : `${place}: ${said}`;
}

/** A field's path by the label of the form: `'Family Name' of creator 2`. */
export function placeOf(field: string): string {
  for (const [path, label, row] of labels) {
    const match = path.exec(field);
    if (match) return row === undefined ? `'${label}'` : `'${label}' of ${row} ${Number(match.groups?.['place']) + 1}`;
  }
  return `'${field}'`;
}
