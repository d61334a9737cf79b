import { expect, it } from 'vitest';
import { startWorld } from './_util/gateway.ts';
import { rawExchange } from './_util/raw-http.ts';

const requests = Number(process.env['FUZZ_REQUESTS'] ?? 1_500);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_125);

const pieces: readonly string[] = [
  '/in/xrd/S-1/a.xy\n/in/xrd\n/jobs/0\n/\n//\n/in//\n%\n%00\n%2e%2e%2f\n%ff%fe\n?\n#\n..\n\t\n\0\n\u00ff',
  'PUT\nPOST\nGET\nHTTP/1.1\nHTTP/1.0\nHTTP/2.0\nHost: a\nHost:\nContent-Length: 3\nContent-Length: -1\nContent-Length: 99999999999',
  'Transfer-Encoding: chunked\nTransfer-Encoding: gzip, chunked\nContent-Type: application/json\nContent-Type: ;;;\nExpect: 100-continue',
  'X-File-Name: a.xy\nX-Dataset: S\nX-Meta-: x\nX-Meta-__proto__: x\nIdempotency-Key: ""\nContent-Digest: sha-256=:=:\nAccept: text/plain',
]
  .flatMap((text) => text.split('\n'))
  .concat(' ', '\r\n', '3\r\nabc\r\n0\r\n\r\n', 'zz\r\n', '{"a":1}', 'x'.repeat(20_000));

/** A sound request with a few cuts, swaps and insertions; the same seed makes the same ones. */
function mutated(token: string, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  let text = `PUT /in/xrd/S-1/a.xy HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer ${token}\r\nContent-Length: 3\r\n\r\nabc`;
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    // Whole lines half of the time, since a line that is cut is refused by the parser and shows nothing more.
    if (random() < 0.5) {
      text = text.replace('\r\n\r\n', `\r\n${pick(pieces)}\r\n\r\n`);
      continue;
    }
    const at = Math.floor(random() * text.length);
    const length = Math.floor(random() * 12);
    text = text.slice(0, at) + pick(['', pick(pieces), String.fromCharCode(Math.floor(random() * 256))]) + text.slice(at + length);
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
  const { send, log, gateway } = await startWorld({ deposits: { run: false }, limits: { paceWindowMs: 200, paceBytes: 1 } });
  const random = seeded(seed);
  const counts = new Map<string, number>();
  for (let done = 0; done < requests; done += 50) {
    const batch = Array.from({ length: Math.min(50, requests - done) }, () => Buffer.from(mutated(send.token ?? '', random), 'latin1'));
    const answers = await Promise.all(batch.map((bytes) => rawExchange(gateway.url, [bytes], { ms: 600, end: true })));
    for (const [index, answer] of answers.entries()) {
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 'closed';
      counts.set(status, (counts.get(status) ?? 0) + 1);
      if (status.startsWith('5'))
        throw new Error(`seed ${seed}: ${JSON.stringify(batch[index]?.toString('latin1'))} was answered ${answer}`);
    }
  }
  expect(log.filter((line) => (line as { kind: string }).kind === 'fault')).toEqual([]);
  expect((await send.get('/readyz')).status).toBe(200);
  expect((await send.put('xrd/after/a.xy', 'still at work')).status).toBe(202);
  const told = [...counts].map(([status, count]) => `${count} answered ${status}`).join(', ');
  process.stdout.write(`fuzz: ${requests} requests, ${told}\n`);
});
