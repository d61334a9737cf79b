import { expect, it } from 'vitest';
import { recipe, startWorld } from './_util/gateway.ts';
import { rawExchange } from './_util/raw-http.ts';
import { recipeOf, strongSecret } from './_util/recipes.ts';
import { secret } from './_util/subscriber.ts';

const requests = Number(process.env['FUZZ_REQUESTS'] ?? 3_000);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_125);

const pieces: readonly string[] = [
  '/in/xrd/S-1/a.xy\n/in/xrd\n/jobs/0\n/\n//\n/in//\n%\n%00\n%2e%2e%2f\n%ff%fe\n?\n#\n..\n\t\n\0\n\u00ff',
  'PUT\nPOST\nGET\nHTTP/1.1\nHTTP/1.0\nHTTP/2.0\nHost: a\nHost:\nContent-Length: 3\nContent-Length: -1\nContent-Length: 99999999999',
  'Transfer-Encoding: chunked\nTransfer-Encoding: gzip, chunked\nContent-Type: application/json\nContent-Type: ;;;\nExpect: 100-continue',
  'Content-Type: multipart/form-data; boundary=b\nContent-Type: application/json; charset=utf-16\nUpload-Length: -1\nUpload-Offset: 9\nUpload-Metadata: filename',
  'Upload-Checksum: sha256 x\nTus-Resumable: 0.1\nwebhook-id: a.b\nwebhook-signature: v1,x\nX-Hub-Signature-256: sha256=0\nX-Forwarded-For: 1\nClient-Cert: :x:',
  '--b\n--b--\nContent-Disposition: form-data; name="file"; filename="../x"\n{"a":{"a":[\n"__proto__":1\n\\ud800\n1e999\n?dry_run=1\n?dry_run=x\n/tus\n/commit',
  'X-File-Name: a.xy\nX-Dataset: S\nX-Meta-: x\nX-Meta-__proto__: x\nIdempotency-Key: ""\nContent-Digest: sha-256=:=:\nAccept: text/plain',
]
  .flatMap((text) => text.split('\n'))
  .concat(' ', '\r\n', '3\r\nabc\r\n0\r\n\r\n', 'zz\r\n', '{"a":1}', 'x'.repeat(20_000));

const head = (method: string, path: string, token: string, headers: readonly string[], body: string): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: gw',
    `Authorization: Bearer ${token}`,
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');

const form =
  '--b\r\nContent-Disposition: form-data; name="meta"\r\n\r\n{"a":1}\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.xy"\r\n\r\nabc\r\n--b--\r\n';
const named = ['X-Dataset: S-1', 'X-File-Name: a.xy'];
const tus = [
  'Tus-Resumable: 1.0.0',
  'Upload-Length: 3',
  `Upload-Metadata: filename ${Buffer.from('a.xy').toString('base64')},dataset ${Buffer.from('S').toString('base64')}`,
];

/** One sound request for each door, and for the ways to ask it. */
const doors: readonly ((token: string) => string)[] = [
  (token) => head('PUT', '/in/xrd/S-1/a.xy', token, [], 'abc'),
  (token) => head('POST', '/in/xrd', token, named, 'abc'),
  (token) => head('POST', '/in/xrd', token, ['X-Dataset: S-1', 'Content-Type: multipart/form-data; boundary=b'], form),
  (token) => head('POST', '/in/xrd', token, ['X-Dataset: S-1', 'Content-Type: application/json'], '{"a":{"b":[1,"x",null]},"c":"\\u00e4"}'),
  (token) => head('POST', '/in/xrd/tus', token, [...tus, 'Content-Type: application/offset+octet-stream'], 'abc'),
  (token) =>
    head(
      'PATCH',
      `/in/xrd/tus/${'0'.repeat(32)}`,
      token,
      ['Tus-Resumable: 1.0.0', 'Upload-Offset: 0', 'Content-Type: application/offset+octet-stream'],
      'abc',
    ),
  (token) => head('POST', '/in/set/commit', token, ['X-Dataset: S-1'], ''),
  () =>
    head(
      'POST',
      '/in/hook',
      'none',
      ['webhook-id: msg_1', 'webhook-timestamp: 1700000000', `webhook-signature: v1,${'A'.repeat(43)}=`, 'X-File-Name: a.xy'],
      'abc',
    ),
  () =>
    head(
      'POST',
      '/in/git',
      'none',
      [`X-Hub-Signature-256: sha256=${'0'.repeat(64)}`, 'X-GitHub-Event: ping', 'Content-Type: application/json'],
      '{"zen":"x"}',
    ),
];

/** A sound request of one door with a few cuts, swaps and insertions; the same seed makes the same ones. */
function mutated(token: string, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  let text = pick(doors)(token);
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    // Whole lines half of the time, since a line that is cut is refused by the parser and shows nothing more.
    if (random() < 0.4) {
      text = text.replace('\r\n\r\n', `\r\n${pick(pieces)}\r\n\r\n`);
      continue;
    }
    // The body is where the parsers of ours are.
    const body = text.indexOf('\r\n\r\n') + 4;
    const at = random() < 0.5 ? body + Math.floor(random() * (text.length - body)) : Math.floor(random() * text.length);
    const length = Math.floor(random() * 12);
    text = text.slice(0, at) + pick(['', pick(pieces), String.fromCharCode(Math.floor(random() * 256))]) + text.slice(at + length);
  }
  // A length that still fits takes the request to the parsers of the body.
  if (random() < 0.8) {
    const length = Buffer.byteLength(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1');
    text = text.replace(/^Content-Length: \d+/m, `Content-Length: ${length}`);
  }
  return text;
}

function seeded(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it(`${requests} mutated requests: each is taken or refused, none breaks the gateway`, { timeout: 120_000 + requests * 20 }, async () => {
  const config = { deposits: { run: false }, limits: { paceWindowMs: 200, paceBytes: 1 }, secrets: { hook: secret, git: strongSecret } };
  const recipes = [
    recipe,
    recipeOf('hook', 'auth: { type: standard-webhooks, secrets: [hook] }'),
    recipeOf('git', 'auth: { type: github, secrets: [git] }'),
    recipeOf('set', 'collect: { commit: true }'),
  ];
  const { send, log, gateway } = await startWorld(config, recipes);
  const memory = new Map<number, number>();
  const random = seeded(seed);
  const counts = new Map<string, number>();
  for (let done = 0; done < requests; done += 50) {
    const batch = Array.from({ length: Math.min(50, requests - done) }, () => Buffer.from(mutated(send.token ?? '', random), 'latin1'));
    if (done % Math.max(50, Math.floor(requests / 1_000) * 50) === 0) memory.set(done, process.memoryUsage().rss);
    const answers = await Promise.all(batch.map((bytes) => rawExchange(gateway.url, [bytes], { ms: 600, end: true })));
    for (const [index, answer] of answers.entries()) {
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 'closed';
      counts.set(status, (counts.get(status) ?? 0) + 1);
      if (status.startsWith('5') && !answer.includes('storage-full'))
        throw new Error(`seed ${seed}: ${JSON.stringify(batch[index]?.toString('latin1'))} was answered ${answer}`);
    }
  }
  expect(log.filter((line) => (line as { kind: string }).kind === 'fault')).toEqual([]);
  expect((await send.get('/readyz')).status).toBe(200);
  expect((await send.put('xrd/after/a.xy', 'still at work')).status).toBe(202);
  // The first half warms up; after it the process grows by what a thousand rows take, and not with the number of requests.
  const half = [...memory].filter(([done]) => done >= requests / 2).map(([, rss]) => rss);
  if (requests >= 20_000) expect(Math.max(...half) - half[0]!).toBeLessThan(150 * 1024 ** 2);
  const told = [...counts].map(([status, count]) => `${count} answered ${status}`).join(', ');
  process.stdout.write(`fuzz: ${requests} requests, ${told}\n`);
});
