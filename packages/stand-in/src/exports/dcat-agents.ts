import { type Doc, docsAt, textAt } from '../json.ts';
import { literal, resource } from './dcat-terms.ts';
import { identifierUrl } from './identifier-urls.ts';
import { element, type XmlElement } from './xml.ts';

const FOAF = 'http://xmlns.com/foaf/0.1/';

/** How contributors of each type are related to the work; others are contributors. */
const ROLES: Readonly<Record<string, string>> = {
  ContactPerson: 'dcat:contactPoint',
  DataCollector: 'citedcat:dataCollector',
  DataCurator: 'citedcat:dataCurator',
  DataManager: 'citedcat:dataManager',
  Distributor: 'bibo:distributor',
  Editor: 'bibo:editor',
  HostingInstitution: 'citedcat:hostingInstitution',
  Producer: 'bibo:producer',
  RegistrationAgency: 'citedcat:registrationAgency',
  RegistrationAuthority: 'citedcat:registrationAuthority',
  ResearchGroup: 'citedcat:researchGroup',
  Researcher: 'citedcat:researcher',
  RightsHolder: 'dct:rightsHolder',
  Sponsor: 'citedcat:sponsor',
  Supervisor: 'citedcat:supervisor',
  WorkPackageLeader: 'citedcat:workPackageLeader',
};

/** Roles in the project that the work came from. */
const PROJECT_ROLES: Readonly<Record<string, readonly string[]>> = {
  ProjectLeader: ['citedcat:projectLeader'],
  ProjectManager: ['citedcat:projectManager'],
  ProjectMember: ['foaf:member', 'citedcat:projectMember'],
};

/** A person or organisation of DataCite metadata. */
export function dcatAgent(one: Doc): XmlElement {
  const first = docsAt(one, 'nameIdentifiers')[0];
  const uri = first && identifierUrl(textAt(first, 'nameIdentifier') ?? '', (textAt(first, 'nameIdentifierScheme') ?? '').toLowerCase());
  const isPerson = one['nameType'] !== 'Organizational';
  return element(
    'rdf:Description',
    { 'rdf:about': uri },
    resource('rdf:type', `${FOAF}${isPerson ? 'Person' : 'Organization'}`),
    element('foaf:name', {}, textAt(one, 'name')),
    one['givenName'] ? element('foaf:givenName', {}, textAt(one, 'givenName')) : undefined,
    one['familyName'] ? element('foaf:familyName', {}, textAt(one, 'familyName')) : undefined,
    docsAt(one, 'affiliation').map((affiliation) => element('org:memberOf', {}, organisation(affiliation))),
  );
}

export function dcatContributor(one: Doc): XmlElement[] {
  const type = textAt(one, 'contributorType') ?? '';
  const roles = PROJECT_ROLES[type];
  if (roles === undefined) return [element(ROLES[type] ?? 'dct:contributor', {}, dcatAgent(one))];
  const project = element(
    'foaf:Project',
    {},
    resource('rdf:type', 'http://www.w3.org/ns/prov#Activity'),
    roles.map((role) => element(role, {}, dcatAgent(one))),
  );
  return [element('dct:contributor', {}, dcatAgent(one)), element('prov:wasGeneratedBy', {}, project)];
}

/** The address of a known organisation has its base twice: the identifier is an address already, and Zenodo puts the base before it again. */
function organisation(one: Doc): XmlElement {
  const identifier = textAt(one, 'affiliationIdentifier');
  const isRor = one['affiliationIdentifierScheme'] === 'ROR';
  return element(
    'foaf:Organization',
    { 'rdf:about': identifier && isRor ? `https://ror.org/${identifier}` : undefined },
    identifier ? (isRor ? literal('dct:identifier', 'anyURI', identifier) : element('dct:identifier', {}, identifier)) : undefined,
    element('foaf:name', {}, textAt(one, 'name')),
  );
}
