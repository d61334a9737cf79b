/** One kind of identifier: how it is told from others, held to be right, and written in one form. */
interface Scheme {
  /** As it stands in messages. */
  readonly label: string;
  /** True when the text is a valid identifier of this scheme. */
  readonly valid: (text: string) => boolean;
  /** The one form it is kept in. */
  readonly normal?: (text: string) => string;
  /** False for schemes that are never guessed from the text. */
  readonly guessed?: boolean;
}

const anything = () => true;
const matching = (pattern: RegExp) => (text: string) => pattern.test(text);
const without = (prefix: RegExp) => (text: string) => text.replace(prefix, '');

const ORCID_URL = /^(?:https?:\/\/)?(?:www\.)?orcid\.org\//i;
const ISNI_URL = /^(?:https?:\/\/)?(?:www\.)?isni\.org\/(?:isni\/)?/i;
const ROR_URL = /^(?:https?:\/\/)?ror\.org\//i;
const GND_URL = /^(?:gnd:|(?:https?:\/\/)?d-nb\.info\/gnd\/)/i;
const DOI_URL = /^(?:doi:\s*|(?:https?:\/\/)?(?:dx\.)?doi\.org\/)/i;
const HANDLE_URL = /^(?:hdl:\s*|(?:https?:\/\/)?hdl\.handle\.net\/)/i;
const ARXIV_PREFIX = /^arxiv:/i;

/** The schemes that this server knows, in the order in which one is guessed. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  orcid: { label: 'ORCID', valid: isOrcid, normal: (text) => grouped(digitsOf(text, ORCID_URL), '-') },
  isni: { label: 'ISNI', valid: isIsni, normal: (text) => grouped(digitsOf(text, ISNI_URL), ' ') },
  ror: { label: 'ROR', valid: (text) => isRor(text.replace(ROR_URL, '')), normal: (text) => text.replace(ROR_URL, '').toLowerCase() },
  gnd: { label: 'GND', valid: (text) => isGnd(text), normal: (text) => `gnd:${text.replace(GND_URL, '')}` },
  doi: { label: 'DOI', valid: (text) => /^10\.\d{4,9}(\.\d+)*\/\S+$/.test(text.replace(DOI_URL, '')), normal: without(DOI_URL) },
  arxiv: {
    label: 'arXiv',
    valid: (text) => /^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/.test(text.replace(ARXIV_PREFIX, '')),
    normal: (text) => `arXiv:${text.replace(ARXIV_PREFIX, '')}`,
  },
  ads: { label: 'ADS', valid: matching(/^(?:ads:)?\d{4}[A-Za-z]\S{13}[A-Z.:]$/) },
  handle: { label: 'Handle', valid: (text) => /^[\d.]+\/\S+$/.test(text.replace(HANDLE_URL, '')), normal: without(HANDLE_URL) },
  purl: { label: 'PURL', valid: matching(/^https?:\/\/(?:www\.)?purl\.(?:org|oclc\.org|net|com|fdlp\.gov)\/\S+$/i) },
  w3id: { label: 'W3ID', valid: matching(/^(?:https?:\/\/)?(?:www\.)?w3id\.org\/\S+$/i) },
  ark: { label: 'ARK', valid: matching(/^(?:https?:\/\/[^/]+\/)?ark:\/?\d{5,9}\/\S+$/) },
  lsid: { label: 'LSID', valid: matching(/^urn:lsid:[^:]+(?::[^:]+){1,}$/i) },
  urn: { label: 'URN', valid: matching(/^urn:[a-z0-9][a-z0-9-]{0,31}:\S+$/i) },
  url: { label: 'URL', valid: isUrl },
  pmid: { label: 'PMID', valid: matching(/^(?:pmid:\s*|https?:\/\/pubmed\.ncbi\.nlm\.nih\.gov\/)\d+\/?$/i), normal: without(/^pmid:\s*/i) },
  pmcid: { label: 'PMCID', valid: matching(/^PMC\d+$/i) },
  issn: { label: 'ISSN', valid: isIssn },
  isbn: { label: 'ISBN', valid: isIsbn },
  ean13: { label: 'EAN13', valid: (text) => /^\d{13}$/.test(text) && weighted(text) % 10 === 0 },
  swh: { label: 'Software Heritage', valid: matching(/^swh:1:(?:cnt|dir|rel|rev|snp):[0-9a-f]{40}\S*$/) },
  igsn: { label: 'IGSN', valid: matching(/^(?:igsn:)?[A-Za-z0-9-]{3,}$/), guessed: false },
  cstr: { label: 'CSTR', valid: matching(/^CSTR:\S+$/i) },
  rrid: { label: 'RRID', valid: matching(/^RRID:\S+$/) },
  raid: { label: 'RAiD', valid: matching(/^https:\/\/raid\.org\/\S+$/) },
  crossreffunderid: { label: 'Crossref Funder ID', valid: matching(/^(?:https?:\/\/doi\.org\/)?10\.13039\/\d+$/), guessed: false },
  eissn: { label: 'EISSN', valid: isIssn, guessed: false },
  lissn: { label: 'LISSN', valid: isIssn, guessed: false },
  grid: { label: 'GRID', valid: matching(/^grid\.\d+\.[0-9a-f]+$/i), guessed: false },
  istc: { label: 'ISTC', valid: matching(/^[0-9A-F -]{16,20}$/i), guessed: false },
  upc: { label: 'UPC', valid: matching(/^\d{12}$/), guessed: false },
  wikidata: { label: 'Wikidata', valid: matching(/^(?:https?:\/\/www\.wikidata\.org\/(?:wiki|entity)\/)?Q\d+$/), guessed: false },
  geonames: { label: 'GeoNames', valid: anything, guessed: false },
  edmo: { label: 'EDMO', valid: matching(/^\d+$/), guessed: false },
  other: { label: 'Other', valid: anything, guessed: false },
};

/** Schemes of people and organisations. */
export const PERSON_SCHEMES: readonly string[] = ['orcid', 'isni', 'gnd', 'ror', 'edmo'];
/** Schemes of places. */
export const PLACE_SCHEMES: readonly string[] = ['wikidata', 'geonames'];
/** Schemes of works. */
export const WORK_SCHEMES: readonly string[] = Object.keys(SCHEMES).filter(
  (name) => !['orcid', 'gnd', 'ror', 'geonames', 'edmo'].includes(name),
);

/** The first of the schemes that the text fits, or undefined. */
export function guessScheme(text: string, among: readonly string[]): string | undefined {
  return Object.keys(SCHEMES).find((name) => among.includes(name) && SCHEMES[name]!.guessed !== false && SCHEMES[name]!.valid(text));
}

/** What is wrong with an identifier of a scheme, if anything. */
export function complaintAbout(scheme: string, text: string): string | undefined {
  const known = SCHEMES[scheme];
  return known && !known.valid(text) ? `Invalid ${known.label} identifier.` : undefined;
}

/** The identifier in the one form in which it is kept. */
export function normalIdentifier(scheme: string, text: string): string {
  return SCHEMES[scheme]?.normal?.(text) ?? text;
}

function isUrl(text: string): boolean {
  return /^(?:https?|ftp):\/\/\S+$/i.test(text) && URL.canParse(text);
}

function digitsOf(text: string, prefix: RegExp): string {
  return text.replace(prefix, '').replace(/[\s-]/g, '').toUpperCase();
}

function grouped(digits: string, separator: string): string {
  return digits.replace(/(.{4})(?=.)/g, `$1${separator}`);
}

/** ISO 7064 MOD 11-2, the check digit of ISNI and ORCID. */
function checksMod11(digits: string): boolean {
  if (!/^\d{15}[\dX]$/.test(digits)) return false;
  const total = digits
    .slice(0, -1)
    .split('')
    .reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  return digits.endsWith(check === 10 ? 'X' : String(check));
}

/** ORCID iDs are ISNIs from a block of their own. */
function isOrcid(text: string): boolean {
  const digits = digitsOf(text, ORCID_URL);
  const number = Number(digits.slice(0, 15));
  return (
    checksMod11(digits) && ((number >= 15_000_000 && number <= 35_000_000) || (number >= 900_000_000_000 && number <= 900_100_000_000))
  );
}

function isIsni(text: string): boolean {
  return checksMod11(digitsOf(text, ISNI_URL));
}

/** ROR: a leading 0, six characters of Crockford's base 32, and two digits that check them. */
function isRor(text: string): boolean {
  const found = /^0([0-9a-hjkmnp-tv-z]{6})(\d\d)$/i.exec(text);
  if (!found) return false;
  const value = found[1]!
    .toLowerCase()
    .split('')
    .reduce((sum, char) => sum * 32 + '0123456789abcdefghjkmnpqrstvwxyz'.indexOf(char), 0);
  return 98 - ((value * 100) % 97) === Number(found[2]);
}

function isGnd(text: string): boolean {
  return GND_URL.test(text) && /^(?:1[0123]?\d{7}[\dX]|[47]\d{6}-\d|[1-9]\d{0,7}-[\dX]|3\d{7}[\dX])$/.test(text.replace(GND_URL, ''));
}

function isIssn(text: string): boolean {
  const digits = text
    .replace(/^issn:?\s*/i, '')
    .replace('-', '')
    .toUpperCase();
  if (!/^\d{7}[\dX]$/.test(digits)) return false;
  return digits.split('').reduce((sum, digit, at) => sum + (digit === 'X' ? 10 : Number(digit)) * (8 - at), 0) % 11 === 0;
}

function isIsbn(text: string): boolean {
  const digits = text
    .replace(/^isbn:?\s*/i, '')
    .replace(/[\s-]/g, '')
    .toUpperCase();
  if (/^97[89]\d{10}$/.test(digits)) return weighted(digits) % 10 === 0;
  if (!/^\d{9}[\dX]$/.test(digits)) return false;
  return digits.split('').reduce((sum, digit, at) => sum + (digit === 'X' ? 10 : Number(digit)) * (10 - at), 0) % 11 === 0;
}

/** Digits weighted 1 and 3 in turn, as EAN and ISBN-13 check them. */
function weighted(digits: string): number {
  return digits.split('').reduce((sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
}
