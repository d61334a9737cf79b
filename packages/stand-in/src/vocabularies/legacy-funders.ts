/** Funders that the old dialect names by their DOI, below 10.13039: the DOI's number, the acronym, today's id. */
const FUNDERS: readonly (readonly [number: string, acronym: string, ror: string])[] = [
  ['501100001665', 'ANR', '00rbzpz17'],
  ['501100002341', 'AKA', '05k73zm37'],
  ['501100000923', 'ARC', '05mmh0f86'],
  ['100018231', 'ASAP', '03zj4c476'],
  ['501100000024', 'CIHR', '01gavpb45'],
  ['501100000780', 'EC', '00k4n6c32'],
  ['501100000806', 'EEA', '02k4b9v70'],
  ['501100001871', 'FCT', '00snfqn58'],
  ['501100002428', 'FWF', '013tf3c58'],
  ['501100004488', 'HRZZ', '03n51vw80'],
  ['501100004564', 'MESTD', '01znas443'],
  ['501100000925', 'NHMRC', '011kf5r70'],
  ['100000002', 'NIH', '01cwqze88'],
  ['501100000038', 'NSERC', '01h531d29'],
  ['100000001', 'NSF', '021nxhr62'],
  ['501100003246', 'NWO', '04jsz6e67'],
  // Two funders with one id of today: the second is the one that is shown.
  ['501100000690', 'RCUK', '001aqnf71'],
  ['100014013', 'UKRI', '001aqnf71'],
  ['501100001602', 'SFI', '0271asj38'],
  ['501100001711', 'SNSF', '00yjd3n13'],
  ['100001345', 'SSHRC', '006cvnv84'],
  ['501100004410', 'TUBITAK', '04w9kkr77'],
  ['100004440', 'WT', '029chgv08'],
  ['501100006364', 'INCa', '03m8vkq32'],
  ['501100011730', 'TWCF', '00x0z1472'],
];

const PREFIX = '10.13039/';
const RORS = new Map(FUNDERS.map(([number, , ror]) => [PREFIX + number, ror]));
const DOIS = new Map(FUNDERS.map(([number, , ror]) => [ror, PREFIX + number]));

/** The European Commission, whose projects the old dialect names by their bare number. */
export const EC_FUNDER = `${PREFIX}501100000780`;

/** The id of a funder named by its DOI; an unknown name is an id itself. */
export function funderId(name: string): string {
  return RORS.get(name) ?? name;
}

/** The acronym of a funder by its DOI. */
export function legacyAcronym(doi: string): string | undefined {
  return FUNDERS.find(([number]) => PREFIX + number === doi)?.[1];
}

/** How the old dialect names a funder: by its DOI, or by its id when it has none there. */
export function legacyFunder(id: string): string {
  return DOIS.get(id) ?? id;
}
