import { draft, setHeader } from './request.mjs';

const host = { host: 'gw' };
const json = { ...host, 'content-type': 'application/json' };
const form = { ...host, 'content-type': 'application/x-www-form-urlencoded' };
const metadata = {
  title: 'T',
  resource_type: { id: 'dataset' },
  publication_date: '2026-01-01',
  creators: [{ person_or_org: { type: 'personal', family_name: 'C' } }],
};
const unknown = '00000000-0000-4000-8000-000000000000';

/** A host in brackets stays an address or none at all, whatever a mutation does to it: no name is ever looked up. */
const subscription = (chance) => ({
  name: `s-${chance.below(3)}`,
  url: 'http://[::1]:9/x',
  events: ['gateway.*'],
  format: chance.pick(['combined', 'thin', 'cloudevents-binary']),
  filter: { 'data.route': 'lab' },
  allow_private: true,
  header: { name: 'x-a', value: 'b' },
});

const api = [
  [6, (chance) => ['GET', `/deposits?limit=${1 + chance.below(20)}`]],
  [4, (_chance, id) => ['GET', `/deposits/${id}`]],
  [2, (_chance, id) => ['POST', `/deposits/${id}/retry`]],
  [1, (_chance, id) => ['POST', `/deposits/${id}/cancel`]],
  [2, (_chance, id) => ['PATCH', `/deposits/${id}`, { metadata }]],
  [1, (_chance, id) => ['GET', `/deposits/${id}/progress`, undefined, { streams: true }]],
  [4, (chance) => ['GET', `/events?limit=${1 + chance.below(20)}`]],
  [1, () => ['GET', '/events/stream', undefined, { streams: true }]],
  [2, (_chance, _id, event) => ['GET', `/events/${event}`]],
  [1, (_chance, _id, event) => ['GET', `/events/${event}/deliveries`]],
  [
    3,
    (chance) => [
      'POST',
      '/replays',
      {
        subscriber: `s-${chance.below(3)}`,
        types: ['gateway.test'],
        from: '2026-01-01T00:00:00Z',
        state: 'given_up',
        filter: { 'data.route': 'lab' },
      },
    ],
  ],
  [1, (chance) => ['GET', `/replays?subscriber=s-${chance.below(3)}`]],
  [1, () => ['POST', `/replays/${unknown}/stop`]],
  [1, () => ['GET', '/dead-letters']],
  [1, () => ['GET', '/subscriptions']],
  [2, (chance) => ['GET', `/subscriptions/s-${chance.below(3)}`]],
  [4, (chance) => ['POST', '/subscriptions', subscription(chance)]],
  [2, (chance) => ['PATCH', `/subscriptions/s-${chance.below(3)}`, { events: ['gateway.test'], format: 'thin' }]],
  [2, (chance) => ['DELETE', `/subscriptions/s-${chance.below(3)}`]],
  [1, (chance) => ['POST', `/subscriptions/s-${chance.below(3)}/secrets`, {}]],
  [1, (chance) => ['POST', `/subscriptions/s-${chance.below(3)}/enable`]],
  [1, (chance) => ['POST', `/subscriptions/s-${chance.below(3)}/test`]],
  [1, (chance) => ['GET', `/subscriptions/s-${chance.below(3)}/attempts`]],
  [1, () => ['GET', '/tokens']],
  [1, () => ['POST', '/tokens', { name: 'n', scopes: ['read'], expires_at: '2020-01-01T00:00:00Z' }]],
  [1, () => ['DELETE', '/tokens/tok_0']],
  [0.3, () => ['POST', '/invitations', { scopes: ['read'] }]],
  [1, () => ['GET', '/audit?limit=5']],
]; // prettier-ignore

const pages = ['/files', '/dead-letters', '/approvals', '/subscribers', '/audit', '/sign-in'];

/** Everything that does not take files in. */
export const outerDoors = [
  [
    16,
    'API',
    (chance, { senders, tokens }, seen) => {
      const ids = [seen.pick('jobs', chance, unknown), seen.pick('events', chance, 'evt_0')];
      const [method, path, body, more] = chance.weighted(api)(chance, ...ids);
      return draft(method, `/api/v1${path}`, body === undefined ? host : json, body === undefined ? '' : JSON.stringify(body), {
        sign: senders.bearer(tokens.api),
        ...more,
      });
    },
  ],
  [
    5,
    'jobs',
    (chance, { senders, tokens }, seen) => {
      const id = seen.pick('jobs', chance, unknown);
      if (chance.is(0.1)) return draft('GET', `/jobs/${id}/events`, host, '', { sign: senders.bearer(tokens.lab), streams: true });
      return draft('GET', `/jobs/${id}`, { ...host, ...(chance.is(0.1) && { prefer: 'wait=0' }) }, '', {
        sign: senders.bearer(tokens.lab),
      });
    },
  ],
  [
    1,
    'stop links',
    (chance) =>
      draft(chance.pick(['GET', 'POST']), `/drafts/${chance.below(500)}/stop/${'A'.repeat(chance.pick([22, 43]))}`, host, '', {
        html: true,
      }),
  ],
  [
    5,
    'pages',
    (chance, world, seen) => {
      const id = seen.pick('jobs', chance, unknown);
      const path = chance.is(0.03) ? '/' : chance.pick([...pages, `/deposits/${id}`, '/subscribers/s-1']);
      return draft('GET', path, host, '', { sign: cookie(world), html: true });
    },
  ],
  [
    4,
    'forms of people',
    (chance, world, seen) => {
      const id = seen.pick('jobs', chance, unknown);
      const [path, fields] = chance.pick([
        [`/deposits/${id}/retry`, {}],
        [`/deposits/${id}/cancel`, {}],
        [`/deposits/${id}/edit`, { metadata: JSON.stringify(metadata) }],
        ['/approvals/1/approve', { sure: 'yes' }],
        ['/approvals/1/stop', {}],
        ['/subscribers/s-1/enable', {}],
        ['/subscribers/s-1/replay', { from: '2026-01-01T00:00' }],
        ['/subscribers/s-1/replays/x/stop', {}],
      ]);
      return draft('POST', path, form, new URLSearchParams({ ...fields, key: world.session.key }).toString(), {
        sign: cookie(world),
        html: true,
      });
    },
  ],
  [
    0.15,
    'sign-in',
    (chance) => draft('POST', chance.pick(['/sign-in', '/join/x']), form, 'name=nobody&password=a-wrong-password', { html: true }),
  ],
  [1, 'sign-out', () => draft('POST', '/sign-out', { ...form, cookie: 'gateway=none' }, 'key=x', { html: true })],
  [
    2,
    'health and descriptions',
    (chance) =>
      draft(
        chance.pick(['GET', 'HEAD']),
        chance.weighted([
          [4, '/healthz'],
          [4, '/readyz'],
          [1, '/metrics'],
          [1, '/openapi.json'],
          [3, '/nothing/here'],
        ]),
        host,
      ),
  ],
]; // prettier-ignore

const cookie =
  ({ session }) =>
  (one) =>
    setHeader(one, 'cookie', session.cookie);
