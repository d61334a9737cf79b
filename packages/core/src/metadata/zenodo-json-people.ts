import type { Creator } from '../types/metadata.ts';
import type { Reading } from './conversion.ts';
import { compact, type Tree } from './loose-values.ts';

/** The people of a list. They are persons always: the old fields cannot name an organisation. */
export function agentsOf(reading: Reading, field: string, value: unknown): readonly Creator[] {
  return reading.eachTree(field, value, (one, at) => agent(reading, one, at));
}

/** Supervisors of a thesis come first, as Zenodo has it. */
export function contributorsOf(reading: Reading, tree: Tree): readonly Creator[] {
  const supervisors = agentsOf(reading, 'thesis_supervisors', tree['thesis_supervisors']);
  const others = reading.eachTree('contributors', tree['contributors'], (one, at) => {
    const role = reading.text(`${at}.type`, one['type'])?.toLowerCase();
    if (role === undefined) return reading.lose(`${at}.type`, 'is missing, and the contributor is left out.');
    const who = agent(reading, one, at);
    return who && { ...who, role: { id: role } };
  });
  return [...supervisors.map((one) => ({ ...one, role: { id: 'supervisor' } })), ...others];
}

function agent(reading: Reading, one: Tree, at: string): Creator | undefined {
  const name = reading.text(`${at}.name`, one['name']);
  if (name === undefined) return reading.lose(`${at}.name`, 'is missing, and the person is left out.');
  const affiliation = reading.text(`${at}.affiliation`, one['affiliation']);
  const orcid = reading.orcid(`${at}.orcid`, reading.text(`${at}.orcid`, one['orcid']));
  // Zenodo keeps it with its prefix, and takes a bare number for none.
  const gnd = reading.text(`${at}.gnd`, one['gnd'])?.replace(/^(?:https?:\/\/d-nb\.info\/gnd\/|gnd:)?/i, 'gnd:');
  const identifiers = Object.entries({ orcid, gnd }).flatMap(([scheme, identifier]) =>
    identifier === undefined ? [] : [{ scheme, identifier }],
  );
  return {
    person_or_org: { type: 'personal', ...names(name), ...(identifiers.length > 0 && { identifiers }) },
    ...compact({ affiliations: affiliation === undefined ? undefined : [{ name: affiliation }] }),
  };
}

/** One comma parts the family name from the given name; with none, or more, Zenodo takes all for the family name. */
function names(name: string): { family_name: string; given_name?: string } {
  const [family = '', given, ...more] = name.split(',').map((part) => part.trim());
  return given && more.length === 0 ? { family_name: family, given_name: given } : { family_name: name };
}
