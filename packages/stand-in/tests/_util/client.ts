import type { StandIn } from '../../src/index.ts';

export const NATIVE = 'application/vnd.inveniordm.v1+json';

/** What tests read of answers; each is there only where Zenodo sends it. */
interface Body {
  id: string;
  revision_id: number;
  status: string | number;
  message: string;
  created: string;
  updated: string;
  errors: { field: string; messages: string[] }[];
  metadata: Record<string, unknown>;
  pids: { doi: { identifier: string } };
  parent: { id: string; pids: { doi: { identifier: string } }; access: object; communities: { ids: string[]; default: string } };
  versions: { index: number; is_latest: boolean };
  links: Record<string, string>;
  files: { count: number; entries: Record<string, unknown> };
  entries: { key: string; status: string; size: number; checksum: string; file_id: string }[];
  hits: { total: number; hits: { id: string; status: string; metadata: { title: string } }[] };
  checksum: string;
  size: number;
  key: string;
  location: string;
  data: { id: string; attributes: Record<string, unknown> };
  slug: string;
  title: string;
  token: string;
  payload: Record<string, unknown>;
  tombstone: Record<string, unknown>;
  processed: { community_id: string; request_id: string; request: { status: string; last_reply: object | null } }[];
  last_reply: object | null;
}

type Bytes = NonNullable<RequestInit['body']>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; an empty object when it is not JSON. */
  readonly body: Body;
}

interface Sent {
  readonly as?: 'owner' | 'other' | 'fresh' | 'admin' | 'nobody';
  readonly json?: unknown;
  readonly body?: Bytes;
  readonly type?: string;
  readonly accept?: string;
  readonly headers?: Record<string, string>;
  readonly redirect?: 'follow' | 'manual';
}

export type Ask = (method: string, path: string, sent?: Sent) => Promise<Answer>;

/** Speaks HTTP to a stand-in: as its owner and in the native dialect unless told. */
export function asking({ url, tokens }: Pick<StandIn, 'url' | 'tokens'>): Ask {
  return async (method, path, sent = {}) => {
    const as = sent.as ?? 'owner';
    const type =
      sent.type ?? (sent.json !== undefined ? 'application/json' : sent.body !== undefined ? 'application/octet-stream' : undefined);
    const response = await fetch(path.startsWith('http') ? path : url + path, {
      method,
      redirect: sent.redirect ?? 'manual',
      headers: {
        accept: sent.accept ?? (path.includes('/deposit/') || path.includes('/api/files/') ? 'application/json' : NATIVE),
        ...(as === 'nobody' ? {} : { authorization: `Bearer ${tokens[as]}` }),
        ...(type === undefined ? {} : { 'content-type': type }),
        ...sent.headers,
      },
      body: sent.json === undefined ? (sent.body ?? null) : JSON.stringify(sent.json),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as Body };
  };
}

export function metadata(extra: object = {}): object {
  return {
    title: 'Powder diffraction of sample S-2291',
    resource_type: { id: 'dataset' },
    publisher: 'Zenodo',
    publication_date: '2026-03-14',
    creators: [{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }],
    ...extra,
  };
}

export async function createDraft(ask: Ask, extra: object = {}): Promise<string> {
  const { body } = await ask('POST', '/api/records', { json: { metadata: metadata(extra) } });
  return body.id;
}

/** Starts, fills and commits a file. */
export async function upload(ask: Ask, id: string, key = 'data.csv', content: Bytes = 'a,b\n1,2\n'): Promise<Answer> {
  const files = `/api/records/${id}/draft/files`;
  await ask('POST', files, { json: [{ key }] });
  await ask('PUT', `${files}/${encodeURIComponent(key)}/content`, { body: content, type: 'application/octet-stream' });
  return await ask('POST', `${files}/${encodeURIComponent(key)}/commit`);
}

export async function readyDraft(ask: Ask, extra: object = {}): Promise<string> {
  const id = await createDraft(ask, extra);
  await upload(ask, id);
  return id;
}

export async function publishedRecord(ask: Ask, extra: object = {}): Promise<string> {
  const id = await readyDraft(ask, extra);
  await ask('POST', `/api/records/${id}/draft/actions/publish`);
  return id;
}
