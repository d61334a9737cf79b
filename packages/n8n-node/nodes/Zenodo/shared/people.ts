import type { Creator } from '@zenodo-connect/core/portable';
import type { Turn } from './turn.ts';

export interface PersonRow {
  readonly type?: 'personal' | 'organizational';
  readonly familyName?: string;
  readonly givenNames?: string;
  readonly name?: string;
  readonly orcid?: string;
  readonly affiliation?: string;
  readonly role?: string;
}

const filled = (text: unknown): string | undefined => String(text ?? '').trim() || undefined;

/** The people of a list; a row that cannot be one is refused by its label and place. */
export function peopleOf(turn: Turn, rows: readonly PersonRow[], word: 'creator' | 'contributor'): Creator[] {
  return rows.map((row, index) => {
    const place = `of ${word} ${index + 1}`;
    const role = filled(row.role);
    if (word === 'contributor' && !role)
      turn.refuse(`'Role Name or ID' ${place} is missing`, 'Zenodo wants to know what a contributor did');
    return { person_or_org: namesOf(turn, row, place), ...affiliationsOf(row), ...(role && { role: { id: role } }) };
  });
}

function namesOf(turn: Turn, row: PersonRow, place: string): Creator['person_or_org'] {
  if (row.type === 'organizational') {
    const name = filled(row.name) ?? turn.refuse(`'Name' ${place} is missing`, 'Zenodo cites the record by it');
    return { type: 'organizational', name };
  }
  const family = filled(row.familyName) ?? turn.refuse(`'Family Name' ${place} is missing`, 'Zenodo cites the record by it');
  const given = filled(row.givenNames);
  const orcid = filled(row.orcid)?.replace(/^https?:\/\/orcid\.org\//, '');
  if (orcid !== undefined && !isOrcid(orcid))
    turn.refuse(`'ORCID' ${place} is '${orcid.slice(0, 60)}', which is none`, 'It has 16 digits, such as 0000-0002-1825-0097');
  return {
    type: 'personal',
    family_name: family,
    ...(given && { given_name: given }),
    ...(orcid && { identifiers: [{ scheme: 'orcid', identifier: orcid }] }),
  };
}

/** By ROR where an id is given, by name otherwise. */
function affiliationsOf({ type, affiliation }: PersonRow): Pick<Creator, 'affiliations'> {
  if (type === 'organizational') return {};
  const parts = String(affiliation ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const affiliations = parts.map((part) => {
    const ror = /^(?:https?:\/\/ror\.org\/)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})$/.exec(part)?.[1];
    return ror ? { id: ror } : { name: part };
  });
  return affiliations.length > 0 ? { affiliations } : {};
}

/** The last character is a checksum by ISO 7064. */
function isOrcid(text: string): boolean {
  if (!/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(text)) return false;
  const digits = text.replaceAll('-', '');
  const total = digits
    .slice(0, 15)
    .split('')
    .reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  return digits.at(-1) === (check === 10 ? 'X' : String(check));
}
