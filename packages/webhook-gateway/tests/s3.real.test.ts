import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type S3Server, s3Missing, startS3Server } from '../../../tools/servers/s3.mjs';
import { freePort } from '../../../tools/servers/server.mjs';
import { startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { recipeOf } from './_util/recipes.ts';
import { until } from './_util/subscriber.ts';

const missing = await s3Missing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);
const hour = 3_600_000;

const configOf = (endpoint: string, credentials: S3Server['credentials'], sweepMs = hour) => ({
  stores: [{ name: 'lab', route: 's3', endpoint, bucket: 'raw', credentials, sweepMs }],
  deposits: { run: false },
});

/** An empty bucket on a running server, and who fills it. */
async function bucketOn(server: S3Server) {
  const { endpoint, credentials } = server;
  const s3 = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  onTestFinished(() => s3.destroy());
  await s3.send(new CreateBucketCommand({ Bucket: 'raw' }));
  const put = (key: string, bytes: string) => s3.send(new PutObjectCommand({ Bucket: 'raw', Key: key, Body: bytes }));
  const putInParts = async (key: string, parts: readonly Buffer[]) => {
    const at = { Bucket: 'raw', Key: key };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at));
    const sent = [];
    for (const [index, part] of parts.entries()) {
      const { ETag } = await s3.send(new UploadPartCommand({ ...at, UploadId, PartNumber: index + 1, Body: part }));
      sent.push({ ETag, PartNumber: index + 1 });
    }
    return s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts: sent } }));
  };
  return { put, putInParts };
}

async function started(options: Parameters<typeof startS3Server>[0] = {}): Promise<S3Server> {
  const server = await startS3Server(options);
  onTestFinished(() => server.close());
  return server;
}

const namesIn = ({ log }: World): string[] =>
  log.flatMap((line) => {
    const { kind, message } = line as { kind: string; message?: string };
    return kind === 's3' && message?.endsWith(' is taken in.') ? [message.replace(' is taken in.', '')] : [];
  });

describe.skipIf(missing)('a real S3 server', () => {
  it('a sweep finds objects that no event told of, in parts and under odd names, with the bytes that were put', async () => {
    const server = await started();
    const { put, putInParts } = await bucketOn(server);
    const parts = [Buffer.alloc(5 * 1024 * 1024, 1), Buffer.from('the end')];
    expect((await putInParts('S-2/big.h5', parts)).ETag).toMatch(/-2"$/);
    const odd = ['S-1/a b+ä%20#&.h5', "S-1/it's <b>.h5"];
    for (const key of odd) await put(key, key);
    await put('S-1/empty.h5', '');
    const world = await startWorld({ ...configOf(server.endpoint, server.credentials), deposits: {} }, [recipeOf('s3')]);
    await until(() => namesIn(world).length === 3, 'three objects are in');
    expect(namesIn(world).sort()).toEqual([...odd, 'S-2/big.h5'].sort());
    const big = world.log.find((line) => (line as { message?: string }).message?.startsWith('S-2/big.h5')) as { job: string };
    const job = await world.send.untilState(big.job, 'left');
    const sha256 = createHash('sha256').update(Buffer.concat(parts)).digest('hex');
    expect(job['files']).toMatchObject([{ name: 'big.h5', size: 5 * 1024 * 1024 + 7, sha256 }]);
  });

  it('its own notifications bring objects at once, whichever way they write a key', async () => {
    const [port, server] = [await freePort(), { credentials: { accessKeyId: 'key', secretAccessKey: 'secret of the store' } }];
    const world = await startWorld(configOf(`http://127.0.0.1:${port}`, server.credentials), [recipeOf('s3')]);
    const notify = world.gateway.url.replace('http://', `http://minio:${world.send.token}@`);
    const { put, putInParts } = await bucketOn(await started({ port, notify: `${notify}/in/s3` }));
    const keys = ['S-1/a.h5', 'S-1/a b+ä%20.h5'];
    for (const key of keys) await put(key, key);
    await putInParts('S-2/big.h5', [Buffer.alloc(5 * 1024 * 1024, 1), Buffer.from('the end')]);
    await until(() => namesIn(world).length === 3, 'three objects are in', 60_000);
    expect(namesIn(world).sort()).toEqual([...keys, 'S-2/big.h5'].sort());
  });

  it('more objects than one page of a list are found, each once', async () => {
    const server = await started();
    const { put } = await bucketOn(server);
    const keys = Array.from({ length: 1_005 }, (_, index) => `S-${index % 7}/${String(index).padStart(4, '0')}.h5`);
    for (let from = 0; from < keys.length; from += 15) await Promise.all(keys.slice(from, from + 15).map((key) => put(key, key)));
    const world = await startWorld(configOf(server.endpoint, server.credentials), [recipeOf('s3')]);
    await until(() => namesIn(world).length === keys.length, 'all are in', 120_000);
    expect(await keptIn(world.config.folder)).toMatchObject({ inbox: keys.length, jobs: keys.length });
  });

  it('a wrong secret is told in a sentence, without the secret, and nothing is taken in', async () => {
    const server = await started();
    await (await bucketOn(server)).put('S-1/a.h5', 'x');
    const wrong = { ...server.credentials, secretAccessKey: 'planted and wrong' };
    const { log, config } = await startWorld(configOf(server.endpoint, wrong), [recipeOf('s3')]);
    const told = () => log.find((line) => (line as { kind: string }).kind === 's3') as { message: string } | undefined;
    await until(() => told() !== undefined, 'it was told');
    expect(told()?.message).toMatch(/^The bucket cannot be looked over now: .*signature/);
    expect(JSON.stringify(log)).not.toContain('planted');
    expect(await keptIn(config.folder)).toMatchObject({ inbox: 0 });
  });

  it('a server that was killed is asked again, and what came meanwhile is found', async () => {
    const server = await started();
    const { put } = await bucketOn(server);
    await put('S-1/a.h5', 'one');
    const world = await startWorld(configOf(server.endpoint, server.credentials, 500), [recipeOf('s3')]);
    await until(() => namesIn(world).length === 1, 'the first is in');
    await server.kill();
    await until(() => JSON.stringify(world.log).includes('cannot be looked over now'), 'it is missed');
    await server.start();
    await put('S-1/b.h5', 'two');
    await until(() => namesIn(world).length === 2, 'the second is in');
  });
});
