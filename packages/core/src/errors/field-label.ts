/** Words for parts of a path that do not speak for themselves. */
const words: Readonly<{ [part: string]: string }> = {
  doi: 'DOI',
  _schema: 'the data as a whole',
  rights: 'licence',
  funding: 'funding',
  features: 'location',
  until: 'last day',
  lang: 'language',
  'pids.doi': 'DOI',
  'files.enabled': 'files',
  'access.record': 'access to the record',
  'access.files': 'access to the files',
  'code:codeRepository': 'code repository',
  'journal:journal': 'journal',
  'imprint:imprint': 'imprint',
  'meeting:meeting': 'meeting',
  'thesis:thesis': 'thesis',
};

/** Rooms of the path that a reader need not know of. */
const silent = new Set(['metadata', 'custom_fields', 'access', 'person_or_org', 'locations']);

/**
 * A field's path in words: `metadata.creators.0.person_or_org.family_name` is "creator 1, family name".
 * Places in lists count from 1, as people do.
 */
export function fieldLabel(field: string): string {
  const whole = words[field];
  if (whole !== undefined) return whole;
  const labels: string[] = [];
  const parts = field.split('.');
  for (const [index, part] of parts.entries()) {
    if (/^\d+$/.test(part)) continue;
    const place = parts[index + 1];
    const isPlaced = place !== undefined && /^\d+$/.test(place);
    if (silent.has(part) && parts.length > 1) continue;
    const word = words[part] ?? part.replaceAll('_', ' ');
    labels.push(isPlaced ? `${singular(word)} ${Number(place) + 1}` : word);
  }
  return labels.join(', ') || field;
}

const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/(?<!s)s$/, '');
