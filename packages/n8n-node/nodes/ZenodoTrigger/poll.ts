import {
  isConnectionError,
  isRateLimitError,
  isServerError,
  isTimeoutError,
  type Zenodo,
  type ZenodoEvent,
} from '@zenodo-connect/core/portable';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { createClient } from '../Zenodo/shared/client.ts';
import { nodeErrorOf } from '../Zenodo/shared/errors.ts';
import { credentialOf } from '../Zenodo/shared/transport.ts';
import { filesOf, simplifiedEvent, stateOf } from './items.ts';
import { type Kept, readKept, shortId, writeKept } from './kept.ts';
import { conceptsOf, sourcesOf, type Wanted, wantedOf } from './wanted.ts';

/** n8n gives a poll minutes; what is not done by then is done by the next one. */
const budgetMs = 40_000;
/** Polls in a row without an answer after which somebody is told; until then it heals by itself as a rule. */
const patience = 3;
/** Static data are one text that n8n reads and writes with the workflow: some 0.5 MB at most. */
const mostKnown = 2000;
const mostValues = 100;

/** One poll: what happened since the last one, or in a test by hand the newest thing that would have been told. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
  const done = await attempt(context);
  if ('error' in done) throw inWordsOfTheForm(nodeErrorOf(context.getNode(), done.error, 0));
  return done.items.length === 0 ? null : [done.items.map((json) => ({ json }))];
}

/** Core names its own options. */
function inWordsOfTheForm(error: Error): Error {
  error.message = error.message.replace('"sources[0].q"', "'Query'").replace('"sources[0].community"', "'Community'");
  return error;
}

async function attempt(context: IPollFunctions): Promise<{ readonly items: IDataObject[] } | { readonly error: unknown }> {
  try {
    const wanted = wantedOf(context);
    await checkDatacite(context, wanted);
    const zenodo = await createClient(context, wanted.dataciteUrl === undefined ? {} : { dataciteUrl: wanted.dataciteUrl });
    return context.getMode() === 'manual' ? await sample(context, zenodo, wanted) : await news(context, zenodo, wanted);
  } catch (error) {
    return { error };
  }
}

async function sample(context: IPollFunctions, zenodo: Zenodo, wanted: Wanted) {
  const sources = sourcesOf(wanted, await conceptsOf(zenodo, wanted.records));
  const event = await zenodo.watch({ sources }).latest(wanted.types);
  if (event) return { items: [await itemOf(event, zenodo, wanted)] };
  const description =
    wanted.event === 'recordDeleted'
      ? 'Zenodo lists no deleted records, so that there is none to show. The trigger works all the same once the workflow is active.'
      : 'Nothing of this kind has happened yet. Choose a wider search, or make it happen and fetch again.';
  return { error: new NodeApiError(context.getNode(), {}, { message: 'No data with the current filter could be found', description }) };
}

async function news(context: IPollFunctions, zenodo: Zenodo, wanted: Wanted) {
  const kept = await withConcepts(readKept(context, await placeOf(context, wanted)), zenodo, wanted);
  const { store, told } = kept;
  const needsValues = ['recordChanged', 'recordDeleted', 'embargoEnding'].includes(wanted.event);
  const watcher = zenodo.watch({
    sources: sourcesOf(wanted, kept.concepts),
    store,
    share: wanted.share,
    embargoNoticeDays: wanted.days,
    mostKnown,
    mostValues: needsValues ? mostValues : 0,
  });
  const { events, failures } = await watcher.poll({ budgetMs });
  const isNews = ({ id, type }: ZenodoEvent) => wanted.types.includes(type) && !told.includes(shortId(id));
  const given = events.filter(isNews).slice(0, wanted.most);
  const items: IDataObject[] = [];
  for (const event of given) items.push(await itemOf(event, zenodo, wanted));
  await watcher.confirm([...given, ...events.filter((event) => !isNews(event))].map(({ id }) => id));

  const [failure] = failures;
  const unreached = failure ? kept.unreached + 1 : 0;
  const hasToWait = failure !== undefined && healsByItself(failure.error) && unreached < patience;
  await writeKept(context, { ...kept, told: [...told, ...given.map(({ id }) => shortId(id))], unreached });
  return failure && !hasToWait && items.length === 0 ? { error: failure.error } : { items };
}

const healsByItself = (error: unknown): boolean =>
  [isConnectionError, isTimeoutError, isServerError, isRateLimitError].some((is) => is(error));

/** @throws {NodeOperationError} DOIs are to be looked up, and nobody knows where */
async function checkDatacite(context: IPollFunctions, { event, dataciteUrl }: Wanted): Promise<void> {
  if (event !== 'doiFindable' || dataciteUrl !== undefined) return;
  const { environment } = await placeIn(context);
  if (environment !== 'other') return;
  const description = "Add it under 'Options': for another instance than Zenodo nobody knows where its DOIs are looked up";
  throw new NodeOperationError(context.getNode(), "'DataCite URL' is missing", { description });
}

function placeIn(context: IPollFunctions): Promise<{ environment: string; baseUrl?: string }> {
  return context.getCredentials(credentialOf(context));
}

/** What is watched where, as far as another one begins anew. Another list of records goes on with what is known. */
async function placeOf(context: IPollFunctions, { event, watched, query, community }: Wanted): Promise<string> {
  const { environment, baseUrl } = await placeIn(context);
  return JSON.stringify([environment, environment === 'other' ? (baseUrl ?? '') : '', event, watched, query, community]);
}

async function withConcepts(kept: Kept, zenodo: Zenodo, { records }: Wanted): Promise<Kept> {
  const named = records.join(' ');
  return named === kept.named ? kept : { ...kept, named, concepts: await conceptsOf(zenodo, records) };
}

async function itemOf(event: ZenodoEvent, zenodo: Zenodo, { simplify, includeFiles }: Wanted): Promise<IDataObject> {
  const json = simplify ? simplifiedEvent(await withTitle(event, zenodo)) : ({ ...event } as unknown as IDataObject);
  return includeFiles && stateOf(event) ? { ...json, files: await filesOf(event, zenodo) } : json;
}

/** An event that comes from memory, as that of an embargo, may have forgotten the title. */
async function withTitle(event: ZenodoEvent, zenodo: Zenodo): Promise<ZenodoEvent> {
  const state = stateOf(event);
  if (!state || state.title !== null || event.type === 'record.deleted') return event;
  const title = (await zenodo.records.find(state.id))?.metadata.title ?? null;
  return { ...event, data: { ...event.data, after: { ...state, title } } } as ZenodoEvent;
}
