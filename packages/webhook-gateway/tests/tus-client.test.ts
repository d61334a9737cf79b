import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import * as tus from 'tus-js-client';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../tools/servers/server.mjs';
import { client } from './_util/client.ts';
import { runCommand, startCommand } from './_util/command.ts';
import { recipe, startWorld } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { tempFolder } from './_util/temp-folder.ts';

/** Passes bytes on to the gateway, and hangs up each time so many have come from the sender. */
async function startBadLine(cutAfter: readonly number[]) {
  let port = 0;
  const cuts = [...cutAfter];
  const passed = { bytes: 0 };
  const server = createServer((near) => {
    const far: Socket = connect(port, '127.0.0.1');
    let seen = 0;
    const hangUp = (): void => {
      near.destroy();
      far.destroy();
    };
    near.on('data', (chunk) => {
      seen += chunk.length;
      passed.bytes += chunk.length;
      far.write(chunk);
      if (cuts[0] !== undefined && seen > cuts[0]) {
        cuts.shift();
        // What was passed on arrives before the line is gone.
        near.pause();
        setTimeout(hangUp, 100);
      }
    });
    far.on('data', (chunk) => near.write(chunk));
    for (const socket of [near, far]) socket.on('error', hangUp).on('close', hangUp);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    left: cuts,
    leadTo: (url: string) => {
      port = Number(new URL(url).port);
    },
  };
}

/** Passes bytes on, but of the first piece that is longer only the beginning; the line stays open, and answers come back. */
async function startStuckLine(stopAfter: number) {
  let port = 0;
  let stuck = 0;
  const server = createServer((near) => {
    const far: Socket = connect(port, '127.0.0.1');
    let seen = 0;
    near.on('data', (chunk) => {
      const room = stuck > 0 ? chunk.length : stopAfter - seen;
      seen += chunk.length;
      far.write(chunk.subarray(0, Math.max(0, room)));
      if (room >= chunk.length) return;
      stuck += 1;
      near.pause();
    });
    far.on('data', (chunk) => near.write(chunk));
    far.on('close', () => near.destroy());
    near.on('close', () => far.destroy());
    for (const socket of [near, far]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const leadTo = (url: string): void => {
    port = Number(new URL(url).port);
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, leadTo, isStuck: () => stuck === 1 };
}

interface Sent {
  /** The address of what the upload became. */
  readonly job: string;
  readonly methods: readonly string[];
}

/** As its documentation says, with its own ideas of when to try again. */
function upload(bytes: Buffer, endpoint: string, token: string, more: Partial<tus.UploadOptions> = {}): Promise<Sent> {
  const methods: string[] = [];
  return new Promise((resolve, reject) => {
    new tus.Upload(bytes, {
      endpoint,
      retryDelays: [100, 300, 500, 1_000, 1_000, 2_000, 2_000, 3_000, 3_000],
      headers: { authorization: `Bearer ${token}` },
      metadata: { filename: 'scan.xy', dataset: 'S-1' },
      onBeforeRequest: (request) => void methods.push(request.getMethod()),
      onError: reject,
      onSuccess: ({ lastResponse }) => resolve({ job: String(lastResponse.getHeader('gateway-job')), methods }),
      ...more,
    }).start();
  });
}

const countOf = ({ methods }: Sent, method: string): number => methods.filter((one) => one === method).length;

it('tus-js-client goes on where it was after its line was cut twice, in one upload', async () => {
  const line = await startBadLine([900_000, 700_000]);
  const world = await startWorld({ deposits: { run: false }, publicUrl: line.url });
  line.leadTo(world.gateway.url);
  const bytes = randomBytes(3_000_000);
  const sent = await upload(bytes, `${line.url}/in/xrd/tus`, String(world.send.token));
  expect(line.left).toEqual([]);
  expect([countOf(sent, 'POST'), countOf(sent, 'HEAD') >= 2]).toEqual([1, true]);
  // Sent twice is at most what was on its way when the line broke.
  expect(line.passed.bytes).toBeLessThan(bytes.length * 1.6);
  const job = await world.send.job(String(sent.job.split('/').at(-1)));
  expect(job['files']).toMatchObject([{ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }]);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 1, jobs: 1 });
});

it('H-05 a piece that stands still on an open line is ended, and tus-js-client goes on where it was', async () => {
  const line = await startStuckLine(900_000);
  const world = await startWorld({ deposits: { run: false }, publicUrl: line.url, limits: { paceWindowMs: 1_000, paceBytes: 10_000 } });
  line.leadTo(world.gateway.url);
  const bytes = randomBytes(2_000_000);
  const refused: number[] = [];
  const sent = await upload(bytes, `${line.url}/in/xrd/tus`, String(world.send.token), {
    onAfterResponse: (_request, response) => void (response.getStatus() >= 400 && refused.push(response.getStatus())),
  });
  expect(line.isStuck()).toBe(true);
  expect([countOf(sent, 'POST'), refused[0]]).toEqual([1, 503]);
  const job = await world.send.job(String(sent.job.split('/').at(-1)));
  expect(job['files']).toMatchObject([{ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }]);
});

it('tus-js-client goes on where it was after the gateway was killed and started again', async () => {
  const [folder, port] = [await tempFolder(), await freePort()];
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes', 'xrd.yaml'), recipe);
  const config = join(folder, 'gateway.yaml');
  const rest = 'zenodo: { url: "http://127.0.0.1:9" }\nroutes: routes\ndeposits: { run: false }\n';
  await writeFile(config, `folder: data\nlisten: { port: ${port} }\n${rest}`);
  const env = { ZENODO_TOKEN: 't' };
  const token = (await runCommand(['token', 'add', 'xrd', '--config', config], env)).stdout.trim();
  let gateway = await startCommand(config, env);
  const bytes = randomBytes(2_000_000);
  const kills: Promise<unknown>[] = [];
  const offsets: number[] = [];
  const sent = await upload(bytes, `${gateway.url}/in/xrd/tus`, token, {
    chunkSize: 250_000,
    onChunkComplete: (_size, accepted) => {
      offsets.push(accepted);
      if (accepted !== 750_000 && accepted !== 1_500_000) return;
      const again = async (): Promise<void> => {
        await gateway.kill('SIGKILL');
        gateway = await startCommand(config, env);
      };
      kills.push(again());
    },
  });
  await Promise.all(kills);
  expect(kills).toHaveLength(2);
  expect([countOf(sent, 'POST'), offsets.every((one, at) => at === 0 || one > offsets[at - 1]!)]).toEqual([1, true]);
  const job = await client(gateway.url, token).job(String(sent.job.split('/').at(-1)));
  expect(job['files']).toMatchObject([{ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }]);
  await gateway.kill('SIGTERM');
  expect(await keptIn(join(folder, 'data'))).toMatchObject({ inbox: 1, jobs: 1 });
});
