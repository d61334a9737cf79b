import type { Funding, Identifier, Locations, MetadataDate, RelatedIdentifier } from '../types/metadata.ts';
import type { Reading } from './conversion.ts';
import { compact } from './loose-values.ts';
import { europeanCommission, funderOf } from './zenodo-json-names.ts';

/** An interval, or the one end that is given. */
export function datesOf(reading: Reading, value: unknown): readonly MetadataDate[] {
  return reading.eachTree('dates', value, (one, at) => {
    const ends = ['start', 'end'].flatMap((end) => reading.text(`${at}.${end}`, one[end]) ?? []);
    const type = reading.text(`${at}.type`, one['type'])?.toLowerCase();
    const [first, last = first] = ends;
    if (first === undefined || last === undefined || type === undefined)
      return reading.lose(at, 'needs a "type", and a "start" or an "end"; it is left out.');
    const description = reading.text(`${at}.description`, one['description']);
    return { date: first === last ? first : `${first}/${last}`, type: { id: type }, ...compact({ description }) };
  });
}

/** Grants by `funder::number`; a bare number is a project of the European Commission. */
export function fundingOf(reading: Reading, value: unknown): readonly Funding[] {
  return reading.eachTree('grants', value, (one, at) => {
    const id = typeof one['id'] === 'number' ? String(one['id']) : reading.text(`${at}.id`, one['id']);
    if (id === undefined) return reading.lose(`${at}.id`, 'is missing, and the grant is left out.');
    const [number = '', ...funders] = id.split('::').reverse();
    const funder = funders.length === 0 ? europeanCommission : funderOf(funders.reverse().join('::'));
    return { funder: { id: funder }, award: { id: `${funder}::${number}` } };
  });
}

/** Zenodo's own translation loses a coordinate that is zero; this one keeps it. */
export function locationsOf(reading: Reading, value: unknown): Locations['features'] {
  return reading.eachTree('locations', value, (one, at) => {
    const place = reading.text(`${at}.place`, one['place']);
    if (place === undefined) return reading.lose(`${at}.place`, 'is missing, and the location is left out.');
    const [lon, lat] = [degrees(one['lon']), degrees(one['lat'])];
    if ((lon === undefined) !== (lat === undefined)) reading.lose(at, 'has half a point; "lat" and "lon" are left out.');
    const geometry = lon === undefined || lat === undefined ? undefined : { type: 'Point', coordinates: [lon, lat] };
    return { place, ...compact({ geometry, description: reading.text(`${at}.description`, one['description']) }) };
  });
}

function degrees(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Identifiers of related works, and other ones of this work. Zenodo tells the scheme from the text. */
export function relatedOf(
  reading: Reading,
  value: unknown,
): { readonly related: readonly RelatedIdentifier[]; readonly own: readonly Identifier[] } {
  const own: Identifier[] = [];
  const related = reading.eachTree('related_identifiers', value, (one, at) => {
    const identifier = reading.text(`${at}.identifier`, one['identifier']);
    const relation = reading.text(`${at}.relation`, one['relation']);
    if (identifier === undefined || relation === undefined)
      return reading.lose(at, 'needs an "identifier" and a "relation"; it is left out.');
    const id = relation.toLowerCase();
    if (id === 'isalternateidentifier') {
      own.push({ identifier });
      return undefined;
    }
    const type = reading.text(`${at}.resource_type`, one['resource_type']);
    // A misspelling that the first Zenodo took for right.
    const relation_type = { id: id === 'isorignialformof' ? 'isoriginalformof' : id };
    return { identifier, relation_type, ...compact({ resource_type: type === undefined ? undefined : { id: type } }) };
  });
  return { related, own };
}
