import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { announcedDigests, checkDigests } from './digests.ts';

const bytes = Buffer.from('a diffraction pattern');
const sha256 = createHash('sha256').update(bytes);
const hex = sha256.copy().digest('hex');
const base64 = sha256.copy().digest('base64');

it('reads RFC 9530 and the plain header, in hex and base64', () => {
  const sums = announcedDigests({
    'content-digest': `sha-256=:${base64}:`,
    'repr-digest': `unixsum=:MQ==:, sha-256=:${base64}:`,
    'x-checksum-sha256': hex,
  });
  expect(sums.map(({ header }) => header)).toEqual(['Content-Digest', 'Repr-Digest', 'X-Checksum-SHA256']);
  expect(new Set(sums.map((sum) => sum.hex))).toEqual(new Set([hex]));
  expect(announcedDigests({ 'x-checksum-sha256': base64 })[0]?.hex).toBe(hex);
});

it.each([
  ['md5 alone', { 'content-digest': 'md5=:1B2M2Y8AsgTpgAmY7PhCfg==:' }],
  ['no structure', { 'content-digest': `sha-256=${base64}` }],
  ['half of the sum', { 'repr-digest': 'sha-256=:AAAA:' }],
  ['a short checksum', { 'x-checksum-sha256': hex.slice(1) }],
  ['nothing', { 'content-digest': '' }],
])('S-23 a header with %s is refused rather than ignored', (_name, headers) => {
  expect(() => announcedDigests(headers)).toThrow(expect.objectContaining({ kind: 'bad-header' }));
});

it('S-23 two sums that disagree cannot both be right', () => {
  const announced = announcedDigests({ 'x-checksum-sha256': hex, 'content-digest': `sha-256=:${'A'.repeat(43)}=:` });
  expect(() => checkDigests(announced, { sha256: hex, sha512: undefined })).toThrow('Content-Digest announces');
});
