import { createHash } from 'node:crypto';
import { draft } from './request.mjs';

/** Few names and few bodies, so that what is taken in is mostly a repetition, and Zenodo is not the thing that is tested. */
const names = (chance) => ({
  dataset: `S-${chance.below(12)}`,
  file: chance.pick(['a.xy', 'b.xy', 'c.raw']),
  bytes: chance.pick(['abc', 'a longer body than the others have']),
});
const host = { host: 'gw' };
const json = { ...host, 'content-type': 'application/json' };
const base64 = (text) => Buffer.from(text).toString('base64');
const message = (chance) =>
  JSON.stringify({
    a: { b: [1, 'x', null] },
    sample: `S-${chance.below(12)}`,
    state: chance.pick(['done', 'open']),
    c: 'ä',
    list: [{ n: 1.5 }],
  });

const formBody = ({ dataset, file, bytes }) =>
  `--b\r\nContent-Disposition: form-data; name="dataset"\r\n\r\n${dataset}\r\n--b\r\nContent-Disposition: form-data; name="meta"\r\n\r\n{"operator":"MC"}\r\n` +
  `--b\r\nContent-Disposition: form-data; name="file"; filename="${file}"\r\nContent-Type: text/plain\r\n\r\n${bytes}\r\n--b--\r\n`;

const s3Event = (world, chance) =>
  JSON.stringify({
    Records: [
      {
        eventName: 's3:ObjectCreated:Put',
        s3: { bucket: { name: world.bucket }, object: { key: `raw/S-${chance.below(5)}/a+b%20${chance.below(3)}.xy`, size: 3 } },
      },
    ],
  });

/** No valid one is sent: its certificate would be fetched from Amazon. */
const snsMessage = (chance) =>
  JSON.stringify({
    Type: chance.pick(['Notification', 'SubscriptionConfirmation', 'x']),
    MessageId: 'm-1',
    TopicArn: chance.pick(['arn:aws:sns:eu-west-1:123456789012:other', 'x']),
    Message: '{}',
    Timestamp: new Date(0).toISOString(),
    SignatureVersion: chance.pick(['1', '2', 2]),
    Signature: 'AAAA',
    SigningCertURL: chance.pick(['https://[::1]/x.pem', 'http://x', 'file:///x', '']),
    SubscribeURL: 'https://[::1]/',
    Token: 't',
  });

const gitlab = { ...json, 'x-gitlab-event': 'Push Hook' };
const release = (chance) =>
  JSON.stringify({
    action: chance.pick(['published', 'created']),
    release: { tag_name: `v${chance.below(9)}`, name: 'R' },
    repository: { full_name: 'lab/code' },
    zen: 'x',
  });

/**
 * One good request for each way of sending. `world` has tokens, senders and addresses, `seen` what earlier answers named.
 *
 * @type {readonly (readonly [weight: number, name: string, make: (chance: any, world: any, seen: any) => import('./request.mjs').Draft])[]}
 */
export const inDoors = [
  [
    10,
    'raw PUT',
    (chance, { senders, tokens }) => {
      const { dataset, file, bytes } = names(chance);
      const sums = chance.pick([
        {},
        {},
        { 'x-checksum-sha256': createHash('sha256').update(bytes).digest('hex') },
        { 'content-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:` },
      ]);
      return draft(
        'PUT',
        `/in/lab/${dataset}/${file}`,
        {
          ...host,
          ...sums,
          ...(chance.is(0.2) && { 'x-meta-operator': 'MC' }),
          ...(chance.is(0.1) && { 'idempotency-key': `"${dataset}${file}${bytes.length}"` }),
        },
        bytes,
        { sign: senders.bearer(tokens.lab) },
      );
    },
  ],
  [
    6,
    'raw POST',
    (chance, { senders, tokens }) => {
      const { dataset, file, bytes } = names(chance);
      return draft(
        'POST',
        '/in/lab',
        { ...host, 'x-dataset': dataset, 'x-file-name': file, accept: chance.pick(['text/plain', 'application/json']) },
        bytes,
        { sign: senders.bearer(tokens.lab) },
      );
    },
  ],
  [
    4,
    'dry run',
    (chance, { senders, tokens }) => {
      const { dataset, file, bytes } = names(chance);
      return chance.pick([
        () => draft('PUT', `/in/lab/${dataset}/${file}?dry_run=1`, host, bytes, { sign: senders.bearer(tokens.lab) }),
        () =>
          draft(
            'POST',
            '/in/lab?dry_run=1',
            { ...host, 'content-type': 'multipart/form-data; boundary=b' },
            formBody({ dataset, file, bytes }),
            { sign: senders.bearer(tokens.lab) },
          ),
        () =>
          draft('POST', '/in/lab?dry_run=true', { ...json, 'x-dataset': dataset }, message(chance), { sign: senders.bearer(tokens.lab) }),
      ])();
    },
  ],
  [
    9,
    'form',
    (chance, { senders, tokens }) =>
      draft('POST', '/in/lab', { ...host, 'content-type': 'multipart/form-data; boundary=b' }, formBody(names(chance)), {
        sign: senders.bearer(tokens.lab),
      }),
  ],
  [
    8,
    'JSON',
    (chance, { senders, tokens }) =>
      draft('POST', '/in/lab', { ...json, 'x-dataset': names(chance).dataset }, message(chance), { sign: senders.bearer(tokens.lab) }),
  ],
  [
    3,
    'collect and commit',
    (chance, { senders, tokens }) => {
      const { dataset, file, bytes } = names(chance);
      return chance.is(0.5)
        ? draft('POST', '/in/set/commit', { ...host, 'x-dataset': dataset }, '', { sign: senders.bearer(tokens.set) })
        : draft('PUT', `/in/set/${dataset}/${file}`, host, bytes, { sign: senders.bearer(tokens.set) });
    },
  ],
  [
    3,
    'tus creation',
    (chance, { senders, tokens }) => {
      const { dataset, file, bytes } = names(chance);
      const whole = chance.is(0.1);
      return draft(
        'POST',
        '/in/lab/tus',
        {
          ...host,
          'tus-resumable': '1.0.0',
          'upload-length': whole ? String(bytes.length) : '40',
          'upload-metadata': `filename ${base64(file)},dataset ${base64(dataset)}`,
          ...(whole && { 'content-type': 'application/offset+octet-stream' }),
        },
        whole ? bytes : '',
        { sign: senders.bearer(tokens.lab) },
      );
    },
  ],
  [
    5,
    'tus pieces',
    (chance, { senders, tokens }, seen) => {
      const id = seen.pick('uploads', chance, '0'.repeat(32));
      const head = { ...host, 'tus-resumable': '1.0.0' };
      const how = chance.weighted([
        [5, 'PATCH'],
        [2, 'HEAD'],
        [2, 'DELETE'],
      ]);
      const sum = chance.is(0.3) && { 'upload-checksum': `sha1 ${createHash('sha1').update('abc').digest('base64')}` };
      if (how !== 'PATCH') return draft(how, `/in/lab/tus/${id}`, head, '', { sign: senders.bearer(tokens.lab) });
      return draft(
        'PATCH',
        `/in/lab/tus/${id}`,
        { ...head, ...sum, 'upload-offset': String(chance.pick([0, 0, 3, 6, 41])), 'content-type': 'application/offset+octet-stream' },
        'abc',
        { sign: senders.bearer(tokens.lab) },
      );
    },
  ],
  [3, 'Basic', (chance, { senders }) => draft('PUT', `/in/basic/${names(chance).dataset}/a.xy`, host, 'abc', { sign: senders.basic })],
  [
    4,
    'HMAC',
    (chance, { senders }) =>
      draft('PUT', `/in/plc/${names(chance).dataset}/a.xy`, { ...host, 'x-nonce': `n${chance.below(200)}` }, 'abc', { sign: senders.hmac }),
  ],
  [
    3,
    'GitHub',
    (chance, { senders }) =>
      draft('POST', '/in/github', { ...json, 'x-github-event': chance.pick(['release', 'ping']) }, release(chance), {
        sign: senders.forge('x-hub-signature-256', 'sha256='),
      }),
  ],
  [
    2,
    'Gitea and Forgejo',
    (chance, { senders }) =>
      chance.is(0.5)
        ? draft('POST', '/in/gitea', json, release(chance), { sign: senders.forge('x-gitea-signature') })
        : draft('POST', '/in/forgejo', json, release(chance), { sign: senders.forge('x-forgejo-signature') }),
  ],
  [2, 'GitLab, plain token', (chance, { senders }) => draft('POST', '/in/gitlab', gitlab, message(chance), { sign: senders.gitlabToken })],
  [
    3,
    'GitLab, signed',
    (chance, { senders }) =>
      draft('POST', '/in/gitlab', { ...gitlab, 'webhook-id': `g-${chance.below(200)}` }, message(chance), {
        sign: senders.webhook('gitlab-new'),
      }),
  ],
  [
    4,
    'Standard Webhooks',
    (chance, { senders }) =>
      draft(
        'POST',
        '/in/hook',
        { ...(chance.is(0.5) ? json : { ...host, 'x-file-name': 'a.xy', 'x-dataset': 'S-1' }), 'webhook-id': `m-${chance.below(200)}` },
        message(chance),
        { sign: chance.is(0.7) ? senders.webhook('hook') : senders.webhookA },
      ),
  ],
  [
    3,
    'SNS',
    (chance) =>
      draft(
        'POST',
        '/in/sns',
        { ...host, 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': 'Notification' },
        snsMessage(chance),
      ),
  ],
  [2, 'JWKS', (chance, { senders }) => draft('PUT', `/in/jwt/${names(chance).dataset}/a.xy`, host, 'abc', { sign: senders.jwt })],
  [
    2,
    'mTLS behind a proxy',
    (chance, { senders }) =>
      draft('PUT', `/in/mtls/${names(chance).dataset}/a.xy`, { ...host, 'x-forwarded-proto': 'https' }, 'abc', {
        sign: senders.certificate,
      }),
  ],
  [
    3,
    'pull by URL',
    (chance, { senders, tokens, outside }) =>
      draft(
        'POST',
        '/in/pull',
        { ...json, 'x-dataset': names(chance).dataset },
        JSON.stringify({ url: `${outside}/file/${chance.below(4)}`, name: chance.pick(['p.xy', 'q.xy']) }),
        { sign: senders.bearer(tokens.pull) },
      ),
  ],
  [
    2,
    'S3 events',
    (chance, world) => draft('POST', '/in/store', json, s3Event(world, chance), { sign: world.senders.bearer(world.tokens.store) }),
  ],
]; // prettier-ignore
