import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../problems/problem.ts';

export type DigestName = 'sha256' | 'sha512';

/** A sum that the caller announced, and the header in which. */
export interface AnnouncedDigest {
  readonly header: string;
  readonly algorithm: DigestName;
  readonly hex: string;
}

const algorithms: Readonly<Record<string, readonly [DigestName, number]>> = { 'sha-256': ['sha256', 32], 'sha-512': ['sha512', 64] };
const nextStep =
  'Send the SHA-256 of the file as `Content-Digest: sha-256=:<base64>:` or `X-Checksum-SHA256: <hex>`, or no checksum header.';

/**
 * The sums in `Content-Digest`, `Repr-Digest` (RFC 9530) and `X-Checksum-SHA256`. A body has no coding here, so the first
 * two mean the same bytes.
 *
 * @throws {Problem} `bad-header` when a header is there and holds no sum that we can check
 */
export function announcedDigests(headers: IncomingHttpHeaders): readonly AnnouncedDigest[] {
  return [
    ...dictionary('Content-Digest', headers['content-digest']),
    ...dictionary('Repr-Digest', headers['repr-digest']),
    ...checksum(headers['x-checksum-sha256']),
  ];
}

/** @throws {Problem} `digest-mismatch` naming the header */
export function checkDigests(announced: readonly AnnouncedDigest[], computed: Readonly<Record<DigestName, string | undefined>>): void {
  for (const { header, algorithm, hex } of announced) {
    if (computed[algorithm] === hex) continue;
    const detail = `${header} announces the ${algorithm.toUpperCase()} ${hex}, but the bytes received have ${computed[algorithm]}.`;
    throw new Problem('digest-mismatch', detail, 'The file changed on its way or while it was read: send it again.');
  }
}

function dictionary(header: string, value: string | string[] | undefined): AnnouncedDigest[] {
  if (value === undefined) return [];
  const members = String(value)
    .split(',')
    .map((member) => /^\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]+={0,2}):\s*$/.exec(member));
  if (members.some((member) => !member)) throw unreadable(header);
  const known = members.flatMap((member) => knownDigest(header, member?.[1] ?? '', member?.[2] ?? ''));
  if (known.length === 0) throw new Problem('bad-header', `${header} names no algorithm that can be checked here.`, nextStep);
  return known;
}

function knownDigest(header: string, name: string, base64: string): AnnouncedDigest[] {
  const found = algorithms[name];
  if (!found) return [];
  const [algorithm, length] = found;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== length) throw unreadable(header);
  return [{ header, algorithm, hex: bytes.toString('hex') }];
}

function checksum(value: string | string[] | undefined): AnnouncedDigest[] {
  if (value === undefined) return [];
  const header = 'X-Checksum-SHA256';
  const text = String(value).trim();
  if (/^[0-9a-f]{64}$/i.test(text)) return [{ header, algorithm: 'sha256', hex: text.toLowerCase() }];
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return [{ header, algorithm: 'sha256', hex: Buffer.from(text, 'base64').toString('hex') }];
  throw unreadable(header);
}

const unreadable = (header: string): Problem => new Problem('bad-header', `${header} cannot be read.`, nextStep);
