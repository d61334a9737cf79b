import { datestamp, OaiProblem } from './envelope.ts';
import { METADATA_FORMATS } from './metadata-formats.ts';

/** What each verb takes, in the order in which an answer repeats it; `!` marks what it needs. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  Identify: [],
  ListMetadataFormats: ['identifier'],
  ListSets: [],
  GetRecord: ['identifier!', 'metadataPrefix!'],
  ListIdentifiers: ['from', 'until', 'set', 'metadataPrefix!'],
  ListRecords: ['from', 'until', 'set', 'metadataPrefix!'],
};
const RESUMABLE = new Set(['ListSets', 'ListIdentifiers', 'ListRecords']);

/**
 * The arguments of a call, checked; dates are widened to seconds.
 *
 * @throws {OaiProblem} for an unknown verb, a missing or superfluous argument, a prefix or date that is none
 */
export function readArguments(query: URLSearchParams): Record<string, string> {
  const verb = query.get('verb') ?? '';
  const known = Object.hasOwn(TAKES, verb) ? TAKES[verb]! : [];
  const resumes = query.has('resumptionToken') && RESUMABLE.has(verb);
  const names = resumes ? ['resumptionToken'] : known.map((name) => name.replace('!', ''));
  if ([...query.keys()].some((name) => name !== 'verb' && !names.includes(name)))
    throw new OaiProblem('badArgument', 'You have passed too many arguments.');
  if (!query.has('verb')) throw new OaiProblem('badVerb', 'Missing data for required field.');
  const given: Record<string, string> = {};
  for (const name of names) {
    const value = query.get(name);
    if (value !== null) given[name] = name === 'from' || name === 'until' ? dateOf(value) : value;
    else if (!resumes && known.includes(`${name}!`)) throw new OaiProblem('badArgument', 'Missing data for required field.');
  }
  if (given['metadataPrefix'] !== undefined && !METADATA_FORMATS.has(given['metadataPrefix']))
    throw new OaiProblem('badArgument', 'metadataPrefix does not exist');
  if (!Object.hasOwn(TAKES, verb)) throw new OaiProblem('badArgument', `This is not a valid OAI-PMH verb:${verb}`);
  if (given['from'] && given['until'] && given['from'] > given['until'])
    throw new OaiProblem('badArgument', 'Date "from" must be before "until".');
  return { ...(resumes ? given : { verb }), ...given, verb };
}

function dateOf(text: string): string {
  const found = /^(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(text.trim());
  const [, year, month = '01', day = '01', time = '00:00:00', zone = 'Z'] = found ?? [];
  const at = Date.parse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}${zone}`);
  if (Number.isNaN(at)) throw new OaiProblem('badArgument', 'Not a valid datetime.');
  return datestamp(at);
}
