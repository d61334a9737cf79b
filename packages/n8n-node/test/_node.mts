import type { StandIn } from '@zenodo-connect/stand-in';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { execute, type Given } from './_context.mts';

export type More = Partial<Omit<Given, 'url' | 'parameters'>>;

/** Runs an operation of the node as the owner, unless another token is given. */
export const run = (zenodo: StandIn, resource: string, operation: string, parameters: Record<string, unknown> = {}, more: More = {}) =>
  execute({ url: zenodo.url, token: zenodo.tokens.owner, ...more, parameters: { resource, operation, ...parameters } });

/** The JSON of the one item that an operation leads to. */
export async function outcome(...given: Parameters<typeof run>): Promise<IDataObject> {
  const items = await run(...given);
  if (items.length !== 1) throw new Error(`one item was expected, and there are ${items.length}`);
  return items[0]?.json ?? {};
}

export const located = (value: unknown, mode = 'id') => ({ __rl: true, mode, value: String(value) });

/** The fields of a small dataset. */
export const fields = (title = 'Diffraction of sample S-2291') => ({
  metadataInput: 'fields',
  title,
  resourceType: 'dataset',
  creators: { creator: [{ type: 'personal', familyName: 'Curie', givenNames: 'Marie' }] },
  publicationDate: '2026-11-25',
});

export const file = (fileName: string, content: string | Buffer): INodeExecutionData['binary'] => ({
  data: { data: Buffer.from(content).toString('base64'), mimeType: 'text/csv', fileName },
});

/** A published record with one file. */
export async function published(zenodo: StandIn, title = 'A record', content = 'x,y'): Promise<IDataObject> {
  const items = [{ json: {}, binary: file('a.csv', content) ?? {} }];
  return outcome(zenodo, 'record', 'depositFiles', { ...fields(title), whenDone: 'publish' }, { items });
}

/** Asks the server itself. */
export async function asked(zenodo: StandIn, path: string, { method = 'GET', body, token = zenodo.tokens.owner, accept }: Ask = {}) {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: accept ?? 'application/vnd.inveniordm.v1+json',
    'content-type': 'application/json',
  };
  const reply = await fetch(`${zenodo.url}/api${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await reply.text();
  return { status: reply.status, body: text === '' ? undefined : (JSON.parse(text) as Record<string, never>) };
}

interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  readonly token?: string;
  readonly accept?: string;
}

/** What was asked of the server that changes something. */
export const writes = (zenodo: StandIn): string[] =>
  zenodo.calls.filter(({ method }) => method !== 'GET' && method !== 'HEAD').map(({ method, path }) => `${method} ${path}`);
