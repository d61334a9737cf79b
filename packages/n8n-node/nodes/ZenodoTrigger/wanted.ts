import { type EventType, isDoi, isRecordId, parseDoi, type WatchSource, type Zenodo } from '@zenodo-connect/core/portable';
import type { IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { type Choice, choices, type EventChoice, isAboutRequests, type Watched } from './choices.ts';

/** What the form of the trigger says. */
export interface Wanted {
  readonly event: EventChoice;
  readonly types: readonly EventType[];
  readonly watched: Watched;
  readonly query: string;
  readonly community: string;
  /** Ids of records, as they were named. */
  readonly records: readonly string[];
  readonly dois: readonly string[];
  readonly days: number;
  readonly most: number;
  readonly share: number;
  readonly simplify: boolean;
  readonly includeFiles: boolean;
  readonly dataciteUrl: string | undefined;
}

const mostNamed = 200;

/** @throws {NodeOperationError} a field is missing, or holds what it cannot */
export function wantedOf(context: IPollFunctions): Wanted {
  const text = (name: string): string => String(context.getNodeParameter(name, '') ?? '').trim();
  const event = context.getNodeParameter('event') as EventChoice;
  if (!Object.hasOwn(choices, event)) refuse(context, `There is no event '${String(event)}'`, "Choose one under 'Trigger On'");
  const { types, where }: Choice = choices[event];
  const watched = (where.length > 1 ? context.getNodeParameter('watched', 'own') : where[0]) as Watched;
  if (!where.includes(watched)) refuse(context, `'${choices[event].name}' cannot look there`, "Choose another value under 'Records'");
  const number = (name: string, label: string, fallback: number, least: number, most: number): number => {
    const value = Number(context.getNodeParameter(`options.${name}`, fallback));
    if (!(value >= least && value <= most))
      refuse(context, `'${label}' is not a number from ${least} to ${most}`, 'Change it, or remove the option');
    return value;
  };
  const community = watched === 'community' ? String(context.getNodeParameter('communityId', '', { extractValue: true }) ?? '').trim() : '';
  if (watched === 'community' && community === '')
    refuse(context, "'Community' is missing", 'Choose one from the list, or give its ID or address');
  return {
    event,
    types,
    watched,
    query: watched === 'search' ? text('query') : '',
    community,
    records: watched === 'records' ? recordsIn(context, text('records')) : [],
    dois: watched === 'dois' ? doisIn(context, text('dois')) : [],
    days: number('days', 'Days Before Embargo Ends', 7, 0, 365),
    most: Math.floor(number('most', 'Max Items per Poll', 50, 1, 1000)),
    share: number('share', 'Search Share (%)', 10, 1, 100) / 100,
    simplify: context.getNodeParameter('options.simplify', true) !== false,
    includeFiles: context.getNodeParameter('options.includeFiles', false) === true,
    dataciteUrl: text('options.dataciteUrl').replace(/\/+$/, '') || undefined,
  };
}

/** Ids, addresses and DOIs as ids. */
function recordsIn(context: IPollFunctions, text: string): string[] {
  return listed(context, text, 'Record IDs').map((given) => {
    const doi = isDoi(given) ? parseDoi(given) : undefined;
    const id = /\/(?:records?|uploads|deposit)\/([A-Za-z0-9-]+)/.exec(given)?.[1] ?? doi?.split(/[/.]/).at(-1) ?? given;
    return isRecordId(id)
      ? id
      : refuse(context, `'${given.slice(0, 60)}' in 'Record IDs' is no record`, 'Give its ID, its address or its DOI');
  });
}

function doisIn(context: IPollFunctions, text: string): string[] {
  return listed(context, text, 'DOIs').map(
    (given) =>
      parseDoi(given) ?? refuse(context, `'${given.slice(0, 60)}' in 'DOIs' is no DOI`, 'Give one such as 10.5281/zenodo.10075034'),
  );
}

function listed(context: IPollFunctions, text: string, label: string): string[] {
  const all = [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
  if (all.length === 0) refuse(context, `'${label}' is missing`, 'Give at least one');
  if (all.length > mostNamed)
    refuse(context, `'${label}' has ${all.length} entries and can have ${mostNamed}`, 'Watch a community or a search instead');
  return all;
}

function refuse(context: IPollFunctions, message: string, description: string): never {
  throw new NodeOperationError(context.getNode(), message, { description });
}

/** Core's sources for it. */
export function sourcesOf({ event, watched, query, community, dois }: Wanted, concepts: readonly string[]): WatchSource[] {
  if (isAboutRequests(event)) return [{ kind: 'requests', ...(watched === 'community' && { community }) }];
  const datacite: WatchSource[] = event === 'doiFindable' ? [{ kind: 'datacite', dois }] : [];
  if (watched === 'own') return [{ kind: 'own' }, ...datacite];
  if (watched === 'community') return [{ kind: 'community', community }, ...datacite];
  if (watched === 'records') return [{ kind: 'concepts', ids: concepts }];
  return watched === 'dois' ? datacite : [{ kind: 'query', ...(query && { q: query }) }, ...datacite];
}

/** What the records are versions of, one request for each. */
export async function conceptsOf(zenodo: Zenodo, records: readonly string[]): Promise<string[]> {
  const concepts = new Set<string>();
  for (const id of records) concepts.add((await zenodo.records.get(id)).parent.id);
  return [...concepts];
}
