import type { GetObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { ConnectionError } from '../errors/connection-errors.ts';
import { isZenodoError } from '../errors/guards.ts';
import { fileFromStream } from '../sources/file-from-stream.ts';
import type { FileSource } from '../types/file-source.ts';
import { settled } from '../types/settled.ts';
import { isRestOf, noRest, type RemoteBody, resumedBytes } from './resumed-bytes.ts';

/** An object of Amazon S3, or of a server that speaks its API. */
export interface S3Object {
  readonly bucket: string;
  /** The object's key in the bucket. */
  readonly key: string;
  readonly versionId?: string;
}

export interface FileFromS3Options {
  /** The name inside the record. Default: the last part of the object's key. */
  readonly key?: string;
  /** An `S3Client` of yours. Then the options about the server are its own, and so are the addresses that it reaches. */
  readonly client?: object;
  readonly region?: string;
  /** The server when it is not Amazon's, such as `https://s3.example.org`. Its buckets are taken to be parts of the path. */
  readonly endpoint?: string;
  /** Default, for Amazon alone: what the S3 client finds in the environment, its files and the machine's role. Needed with `endpoint`. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  /** Ranges of addresses that are no public ones and may be fetched from, such as `10.20.0.0/16`. */
  readonly allowPrivate?: readonly string[];
  /** MD5 in lower-case hex, if it is known. An object's `ETag` often looks like one and is none. */
  readonly knownMd5?: string;
  readonly signal?: AbortSignal;
}

/**
 * A file from S3-compatible storage, streamed when it is sent and again for another try; the object has to be the same then.
 * A connection that breaks is opened again for the rest, where the object has an `ETag`.
 * Needs the package `@aws-sdk/client-s3`, which is loaded with the first call.
 *
 * @throws {ConfigurationError} no such object, no right to it, an address that is not fetched from, or the package is not installed
 * @throws {ConnectionError} its server gives no answer
 */
export async function fileFromS3(object: S3Object, options: FileFromS3Options = {}): Promise<FileSource> {
  const place = `s3://${object.bucket}/${object.key}`;
  const { key = object.key.split('/').at(-1) ?? '', knownMd5, signal } = options;
  if (key === '') throw new ConfigurationError(`${place} has no name in it; give "key", the name inside the record.`);
  const s3 = await library();
  const client = (options.client as S3Client | undefined) ?? (await clientFor(s3, options));
  const input: GetObjectCommandInput = {
    Bucket: object.bucket,
    Key: object.key,
    ...(object.versionId !== undefined && { VersionId: object.versionId }),
  };
  const call = signal ? { abortSignal: signal } : {};
  const head = await told(client.send(new s3.HeadObjectCommand(input), call), `HEAD ${place}`, signal);
  const { ContentLength: size, ETag: etag } = head;
  if (!size) throw new ConfigurationError(`${place} is empty, which Zenodo refuses; leave it out.`);
  const get = async (fromByte: number) => {
    const range = fromByte > 0 && { Range: `bytes=${fromByte}-` };
    const command = new s3.GetObjectCommand({ ...input, ...range, ...(etag !== undefined && { IfMatch: etag }) });
    const { Body, ContentRange } = await told(client.send(command, call), `GET ${place}`, signal);
    const body = Body as unknown as RemoteBody;
    if (fromByte === 0 || isRestOf(ContentRange, fromByte, size)) return body;
    body.destroy();
    throw noRest(place, fromByte);
  };
  const open = async () => resumedBytes(await get(0), { place, size, openRest: etag === undefined ? undefined : get });
  return fileFromStream(key, size, open, { ...(knownMd5 !== undefined && { knownMd5 }) });
}

type Library = typeof import('@aws-sdk/client-s3');

async function library(): Promise<Library> {
  const loaded = await settled(import('@aws-sdk/client-s3'));
  if (loaded.ok) return loaded.value;
  throw new ConfigurationError('Files from S3 need the package "@aws-sdk/client-s3"; install it beside this one.');
}

async function clientFor(
  { S3Client }: Library,
  { region = 'us-east-1', endpoint, credentials, allowPrivate }: FileFromS3Options,
): Promise<S3Client> {
  if (endpoint !== undefined && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)))
    throw new ConfigurationError('"endpoint" is no http(s) address; give one such as https://s3.example.org.');
  if (endpoint !== undefined && !credentials)
    throw new ConfigurationError(
      '"endpoint" needs "credentials": those that the environment has for Amazon are not sent to another server.',
    );
  // Importing node:http costs 15 MB, which nobody else has to pay.
  const { guardedHttpAgents } = await import('./guarded-http-agents.ts');
  return new S3Client({
    region,
    // The MD5 of the way to Zenodo is the check that counts; not every server knows the others.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { ...guardedHttpAgents(allowPrivate), connectionTimeout: 15_000 },
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(credentials && { credentials }),
  });
}

/** An answer of the S3 client, or its failure in our words. */
async function told<Answer>(sending: Promise<Answer>, what: string, signal: AbortSignal | undefined): Promise<Answer> {
  const sent = await settled(sending);
  if (sent.ok) return sent.value;
  if (signal?.aborted) throw signal.reason;
  const error = sent.error as { $metadata?: { httpStatusCode?: number }; cause?: unknown };
  const own = [error, error.cause].find(isZenodoError);
  if (own) throw own;
  const status = error.$metadata?.httpStatusCode;
  if (status === 412) throw new Error(`${what} met another object than was there a moment ago. Take it again.`);
  if (status !== undefined && status < 500)
    throw new ConfigurationError(`${what} answers ${status}; check the bucket, the key, the region and the credentials.`);
  throw new ConnectionError(what, error);
}
