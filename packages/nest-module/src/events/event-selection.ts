import { createHash } from 'node:crypto';
import { ConfigurationError, type EventType, eventTypes, type WatchSource } from '@zenodo-connect/core';
import { defaultAccount } from '../accounts/account-options.ts';

/** Where events come from: an account's own drafts and records, unless one of the others is named. */
export interface EventPlace {
  /** Default `default`. */
  readonly account?: string;
  /** The records of a community, and requests to it; its slug or id. */
  readonly community?: string;
  /** What a search finds. */
  readonly query?: string;
  /** Parent ids of the records to watch. */
  readonly concepts?: readonly string[];
  /** A set of OAI-PMH, such as `user-my-community`. */
  readonly set?: string;
}

export interface EventSelection extends EventPlace {
  readonly types: EventType | readonly EventType[];
}

/** One watcher: whose, and what it looks at. */
export interface WatchPlan {
  /** In the store, for ever. */
  readonly name: string;
  readonly account: string;
  readonly sources: readonly WatchSource[];
}

const choices = ['community', 'query', 'concepts', 'set'] as const;
const requestTypes: readonly EventType[] = eventTypes.filter((type) => type.startsWith('community.request.'));
const ofDatacite: readonly EventType[] = ['doi.findable', 'doi.hidden'];
const ofOwn: readonly EventType[] = ['draft.updated', 'doi.reserved', 'account.blocked', 'quota.low'];
const ofCommunity: readonly EventType[] = ['community.record.added', 'community.record.removed'];

export const typesOf = ({ types }: EventSelection): readonly EventType[] => (typeof types === 'string' ? [types] : types);

/** The watcher that sees what is selected. */
export function watcherOf({ account = defaultAccount, ...place }: EventPlace): string {
  const name = `${account} ${placeName(place)}`;
  return name.length <= 120 ? name : `${name.slice(0, 80)} ${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

function placeName({ community, query, concepts, set }: EventPlace): string {
  if (community !== undefined) return `community ${community}`;
  if (query !== undefined) return `query ${query}`;
  // One watcher for all lists of concepts: a list may grow.
  if (concepts !== undefined) return 'concepts';
  return set === undefined ? 'own' : `oai ${set}`;
}

/**
 * The watchers for all selections: one for each place, whoever asks for it.
 *
 * @param by - who asks, for each selection
 * @throws {ConfigurationError} something that could never be told
 */
export function watchPlans(selections: readonly { readonly selection: EventSelection; readonly by: string }[]): readonly WatchPlan[] {
  for (const { selection, by } of selections) checkSelection(selection, by);
  const byName = Map.groupBy(selections, ({ selection }) => watcherOf(selection));
  return [...byName].map(([name, group]) => {
    const all = group.map(({ selection }) => selection);
    const { account = defaultAccount } = all[0]!;
    return { name, account, sources: sourcesOf(all) };
  });
}

function sourcesOf(selections: readonly EventSelection[]): WatchSource[] {
  const types = new Set(selections.flatMap(typesOf));
  const { community } = selections[0]!;
  const asksOnly = (some: readonly EventType[]) => [...types].every((type) => some.includes(type));
  return [
    ...(asksOnly(requestTypes) ? [] : [mainSource(selections)]),
    ...(requestTypes.some((type) => types.has(type)) ? [{ kind: 'requests' as const, ...(community !== undefined && { community }) }] : []),
    ...(ofDatacite.some((type) => types.has(type)) ? [{ kind: 'datacite' as const }] : []),
  ];
}

function mainSource(selections: readonly EventSelection[]): WatchSource {
  const { community, query, concepts, set } = selections[0]!;
  if (community !== undefined) return { kind: 'community', community };
  if (query !== undefined) return { kind: 'query', q: query };
  if (concepts !== undefined) return { kind: 'concepts', ids: [...new Set(selections.flatMap((one) => one.concepts ?? []))] };
  return set === undefined ? { kind: 'own' } : { kind: 'oai', set };
}

function checkSelection(selection: EventSelection, by: string): void {
  const refuse = (problem: string): never => {
    throw new ConfigurationError(`${by} ${problem}.`);
  };
  const types = typesOf(selection);
  if (types.length === 0) refuse('names no event; name one such as "version.published"');
  const unknown = types.find((type) => !eventTypes.includes(type));
  if (unknown !== undefined) refuse(`asks for "${unknown}", which is no event; there are: ${eventTypes.join(', ')}`);
  const named = choices.filter((choice) => selection[choice] !== undefined);
  if (named.length > 1) refuse(`names "${named.join('" and "')}"; name one of them, and write another handler for the other`);
  const first = named[0];
  const lonely = first && types.find((type) => ofOwn.includes(type));
  if (lonely) refuse(`asks for "${lonely}", which comes from an account's own drafts alone; leave "${first}" out`);
  const ofOthers = first !== undefined && first !== 'community' && types.find((type) => requestTypes.includes(type));
  if (ofOthers) refuse(`asks for "${ofOthers}", which comes from a community or an account; leave "${first}" out`);
  const ofNone = first !== 'community' && types.find((type) => ofCommunity.includes(type));
  if (ofNone) refuse(`asks for "${ofNone}"; name the "community" that it is to be told of`);
}
