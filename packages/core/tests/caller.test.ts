import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createZenodo, type PortableOptions, type TransportReply, type Wait } from '../src/portable.ts';
import { LocalRateBudget } from '../src/transport/rate-budget.ts';
import { ReplayingTransport } from './_util/replaying-transport.ts';

const token = 'a-very-secret-token';
const draft = { id: '2', parent: { id: '1' }, metadata: {}, revision_id: 4, pids: {}, files: { enabled: true }, links: {} };

function setUp(answers: (Partial<TransportReply> | Error)[], options: Partial<PortableOptions> = {}) {
  const transport = new ReplayingTransport(...answers);
  const zenodo = createZenodo({
    environment: 'sandbox',
    token,
    transport,
    now: transport.now,
    random: () => 1,
    rateBudget: new LocalRateBudget(),
    ...options,
  } as PortableOptions);
  return { zenodo, transport };
}

const reset = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

describe('a request', () => {
  it('carries the token and the native media type to Zenodo', async () => {
    const { zenodo, transport } = setUp([{ body: draft }]);
    await zenodo.drafts.get('2');
    expect(transport.requests[0]).toMatchObject({
      method: 'GET',
      url: 'https://sandbox.zenodo.org/api/records/2/draft',
      authenticated: true,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/vnd.inveniordm.v1+json',
        'user-agent': expect.stringMatching(/^zenodo-connect-core\//),
      },
    });
  });

  it('to DataCite carries no token', async () => {
    const { zenodo, transport } = setUp([{ body: { data: { id: 'x', attributes: { state: 'findable' } } } }]);
    expect(await zenodo.dois.findable('10.5072/zenodo.2')).toBe(true);
    expect(transport.requests[0]).toMatchObject({ url: 'https://api.test.datacite.org/dois/10.5072%2Fzenodo.2', authenticated: false });
    expect(JSON.stringify(transport.requests[0])).not.toContain(token);
  });

  it('carries the token that a function answers at that moment', async () => {
    const tokens = ['first-token', 'second-token'];
    const { zenodo, transport } = setUp([{ body: draft }, { body: draft }], { token: async () => tokens.shift()! });
    await zenodo.drafts.get('2');
    await zenodo.drafts.get('2');
    expect(transport.requests.map(({ headers }) => headers?.['authorization'])).toEqual(['Bearer first-token', 'Bearer second-token']);
  });

  it('is not sent when the function answers no token, and the error does not hold what it answered', async () => {
    const { zenodo, transport } = setUp([], { token: () => 'two words' });
    const failure = await zenodo.drafts.get('2').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'configuration', field: 'token', message: expect.not.stringContaining('two words') });
    expect(transport.requests).toEqual([]);
  });

  it('has no Authorization without a token: the transport may add one', async () => {
    const { zenodo, transport } = setUp([{ body: draft }], { token: undefined });
    await zenodo.drafts.get('2');
    expect(transport.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(transport.requests[0]?.authenticated).toBe(true);
  });

  it('asks for the files of a record in the one type that this route knows', async () => {
    const { zenodo, transport } = setUp([{ body: { enabled: true, entries: [] } }]);
    await zenodo.records.files('2');
    expect(transport.requests[0]?.headers?.['accept']).toBe('application/json');
  });

  it('sends If-Match as a bare number', async () => {
    const { zenodo, transport } = setUp([{ body: draft }, { body: draft }]);
    await zenodo.drafts.update('2', { metadata: { title: 'New' } });
    expect(transport.requests[1]?.headers?.['if-match']).toBe('4');
  });
});

describe('a call that is safe to repeat', () => {
  it('is repeated after a cut connection and a gateway in trouble, with growing pauses', async () => {
    const { zenodo, transport } = setUp([reset(), { status: 502, body: '<html>' }, { body: draft }]);
    expect((await zenodo.drafts.get('2')).id).toBe('2');
    expect(transport.sleeps).toEqual([500, 1000]);
  });

  it('is given up after maxRetries', async () => {
    const { zenodo, transport } = setUp([reset(), reset()]);
    await expect(zenodo.drafts.get('2', { maxRetries: 1 })).rejects.toMatchObject({ code: 'connection', cause: { code: 'ECONNRESET' } });
    expect(transport.requests).toHaveLength(2);
  });

  it('that deletes takes a 404 of its repetition for success, and that of its first try for what it is', async () => {
    const gone = { status: 404, body: { status: 404, message: 'Not there.' } };
    const { zenodo } = setUp([reset(), gone, gone]);
    await expect(zenodo.drafts.delete('2')).resolves.toBeUndefined();
    await expect(zenodo.drafts.delete('2')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is not repeated when the answer is about us', async () => {
    const { zenodo, transport } = setUp([{ status: 403, body: { message: 'Permission denied.' } }]);
    await expect(zenodo.drafts.get('2')).rejects.toMatchObject({ code: 'permission' });
    expect(transport.requests).toHaveLength(1);
  });
});

describe('a call that makes something', () => {
  it.each([
    ['create', (zenodo: ReturnType<typeof createZenodo>) => zenodo.drafts.create()],
    ['publish', (zenodo: ReturnType<typeof createZenodo>) => zenodo.drafts.publish('2')],
    ['a reservation', (zenodo: ReturnType<typeof createZenodo>) => zenodo.dois.reserve('2')],
    ['the start of a file', (zenodo: ReturnType<typeof createZenodo>) => zenodo.files.start('2', 'a')],
  ])('is sent once when it stays unanswered: %s', async (_name, call) => {
    const { zenodo, transport } = setUp([reset()]);
    await expect(call(zenodo)).rejects.toMatchObject({ code: 'connection' });
    expect(transport.requests).toHaveLength(1);
  });

  it('is sent again when no connection came about: nothing was sent', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const { zenodo, transport } = setUp([refused, { status: 201, body: draft }]);
    expect((await zenodo.drafts.create()).id).toBe('2');
    expect(transport.requests).toHaveLength(2);
  });

  it('is sent once when it stays unanswered: a new version, after its concept was read', async () => {
    const { zenodo, transport } = setUp([{ body: draft }, reset()]);
    await expect(zenodo.versions.create('2')).rejects.toMatchObject({ code: 'connection' });
    expect(transport.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
  });

  it('is sent again after a 429, which did nothing', async () => {
    const { zenodo, transport } = setUp([
      { status: 429, headers: { 'retry-after': '12' } },
      { status: 201, body: draft },
    ]);
    expect((await zenodo.drafts.create()).id).toBe('2');
    expect(transport.sleeps).toEqual([12_000]);
  });
});

describe('the rate limit', () => {
  it('is waited for before the call that would meet it', async () => {
    const { zenodo, transport } = setUp([{ body: draft }, { body: draft }]);
    const resetAt = transport.now() / 1000 + 30;
    const { requests } = transport;
    const limited = setUp([
      { body: draft, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(resetAt) } },
      { body: draft },
    ]);
    await limited.zenodo.drafts.get('2');
    await limited.zenodo.drafts.get('2');
    expect(limited.transport.sleeps).toEqual([30_000]);
    await zenodo.drafts.get('2');
    expect(requests).toHaveLength(1);
  });

  it('of the search does not hold up other calls', async () => {
    const headers = (now: number) => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 30) });
    const { zenodo, transport } = setUp([
      { body: { hits: { hits: [], total: 0 } }, headers: headers(Date.UTC(2026, 10, 25, 12)) },
      { body: draft },
    ]);
    for await (const _ of zenodo.records.search({ q: 'x' }));
    await zenodo.drafts.get('2');
    expect(transport.sleeps).toEqual([]);
  });
});

describe('a wait', () => {
  const limited = { status: 429, headers: { 'retry-after': '90' } };

  it('is told with its reason, its end and a sentence', async () => {
    const told: Wait[] = [];
    const { zenodo } = setUp([limited, { status: 503, headers: { 'retry-after': '5' } }, { body: draft }], {
      onWait: (wait) => told.push(wait),
    });
    await zenodo.drafts.get('2');
    expect(told.map(({ reason, waitMs }) => [reason, waitMs])).toEqual([
      ['rate_limit', 90_000],
      ['retry', 5000],
    ]);
    expect(told[0]?.untilAt).toEqual(new Date(Date.UTC(2026, 10, 25, 12, 1, 30)));
    expect(told[0]?.message).toBe(
      "Waiting until 12:01:30 UTC for Zenodo's rate limit (GET https://sandbox.zenodo.org/api/records/2/draft).",
    );
  });

  it('is told to the one who called rather than to the client', async () => {
    const told: string[] = [];
    const { zenodo } = setUp([limited, { body: draft }], { onWait: () => told.push('client') });
    await zenodo.drafts.get('2', { onWait: () => told.push('call') });
    expect(told).toEqual(['call']);
  });

  it('for the rate limit beyond maxRateWaitMs is an error at once, before a call and after a 429', async () => {
    const { zenodo, transport } = setUp([limited], { maxRateWaitMs: 60_000 });
    const resetAt = new Date(Date.UTC(2026, 10, 25, 12, 1, 30));
    await expect(zenodo.drafts.get('2')).rejects.toMatchObject({ code: 'rate_limited', resetAt });
    await expect(zenodo.drafts.get('2')).rejects.toMatchObject({ code: 'rate_limited', resetAt });
    expect(transport.requests).toHaveLength(1);
    expect(transport.sleeps).toEqual([]);
  });

  it('ends at once with the reason of an abort', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const { zenodo, transport } = setUp([limited, { body: draft }], { onWait: () => stop.abort(reason) });
    await expect(zenodo.drafts.get('2', { signal: stop.signal })).rejects.toBe(reason);
    expect(transport.requests).toHaveLength(1);
  });

  it('between tries ends when their pauses are more than retryBudgetMs', async () => {
    const { zenodo, transport } = setUp([reset(), { status: 503, headers: { 'retry-after': '3600' } }]);
    await expect(zenodo.drafts.get('2')).rejects.toMatchObject({ code: 'server', status: 503 });
    expect(transport.sleeps).toEqual([500]);
  });
});

describe('an error', () => {
  it('has the token in no place, even if the server echoes it', async () => {
    const { zenodo } = setUp([
      { status: 400, body: { message: `bad header Bearer ${token}`, errors: [{ field: token, messages: [token] }] } },
    ]);
    const error: unknown = await zenodo.drafts.create().catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 9 })).not.toContain(token);
  });

  it('is the reason of the abort, when the caller ended it', async () => {
    const { zenodo } = setUp([reset(), { body: draft }]);
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(zenodo.drafts.get('2', { signal })).rejects.toBe(reason);
  });

  it('says that the answer is not what Zenodo sends', async () => {
    const { zenodo } = setUp([{ body: '<html>Welcome to the proxy</html>' }]);
    await expect(zenodo.drafts.get('2')).rejects.toMatchObject({ code: 'reply_shape', status: 200 });
  });

  it('of a time-out is told from a cut connection', async () => {
    const { zenodo } = setUp([Object.assign(new Error('slow'), { code: 'ECONNABORTED' })]);
    await expect(zenodo.drafts.create()).rejects.toMatchObject({ code: 'timeout' });
  });
});

describe('an update', () => {
  const stale = { status: 412, body: { message: "Revision id provided(4) doesn't match record's one(6)" } };
  const race = { status: 400, body: { status: 400, message: 'Invalid value dataset.' } };

  it.each([
    ['412', stale],
    ['400 "Invalid value …"', race],
  ])('that lost a race with %s is read again, merged, and written', async (_name, lost) => {
    const newer = { ...draft, revision_id: 6, metadata: { description: 'of somebody else' } };
    const { zenodo, transport } = setUp([{ body: draft }, lost, { body: newer }, { body: newer }]);
    await zenodo.drafts.update('2', { metadata: { title: 'Ours' } });
    expect(transport.requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'PUT']);
    expect(transport.requests[3]).toMatchObject({
      headers: { 'if-match': '6' },
      json: { metadata: { title: 'Ours', description: 'of somebody else' } },
    });
  });

  it('with an unknown vocabulary id ends as the mistake that it is', async () => {
    const { zenodo } = setUp([{ body: draft }, race, { body: draft }, race, { body: draft }, race]);
    await expect(zenodo.drafts.update('2', { metadata: { resource_type: { id: 'dataset' } } })).rejects.toMatchObject({
      code: 'validation',
    });
  });

  it('under ifRevision does not overwrite what came in between', async () => {
    const { zenodo, transport } = setUp([{ body: { ...draft, revision_id: 6 } }, stale]);
    await expect(zenodo.drafts.update('2', {}, { ifRevision: 4 })).rejects.toMatchObject({ code: 'stale_revision' });
    expect(transport.requests[1]?.headers?.['if-match']).toBe('4');
  });
});
