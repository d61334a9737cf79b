import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signWebhook, verifyWebhook, WebhookVerificationError } from './index.ts';

const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';
const other = 'whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo=';
const at = new Date('2026-11-25T12:00:00Z');
const seconds = '1795608000';

/** Made without any code of ours: HMAC-SHA256 with the key `0123456789abcdef01234567` over `msg_1.1795608000.` and the bytes. */
const byHand = (body: Uint8Array) =>
  createHmac('sha256', Buffer.from('0123456789abcdef01234567'))
    .update(Buffer.concat([Buffer.from(`msg_1.${seconds}.`), body]))
    .digest('base64');

const json = Buffer.from('{"type":"deposit.published"}');
const headersFor = (body: Uint8Array, change: object = {}) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': seconds,
  'webhook-signature': `v1,${byHand(body)}`,
  ...change,
});
const check = (headers: object, body: Uint8Array = json, more: object = {}) =>
  verifyWebhook({ headers: headers as Record<string, string>, body, secrets: secret, now: at, ...more });
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.reason;
    throw error;
  }
  return 'accepted';
};

describe('a signature', () => {
  it('is that of the specification, over the raw bytes', () => {
    expect(signWebhook({ id: 'msg_1', timestamp: at, body: json, secrets: secret })).toEqual(headersFor(json));
  });

  it('has a fixed value for a fixed message', () => {
    const { 'webhook-signature': signature } = signWebhook({ id: 'msg_1', timestamp: at, body: 'hello', secrets: secret });
    expect(signature).toBe('v1,epbrh/+HL/PY2h+UB4ix4xD9mLxvlcOaPjk7G+7OYPY=');
  });

  it('of a string is that of its UTF-8', () => {
    const bytes = Buffer.from('"ä🙂"');
    const message = { id: 'msg_1', timestamp: at, secrets: secret };
    expect(signWebhook({ ...message, body: '"ä🙂"' })).toEqual(signWebhook({ ...message, body: bytes }));
  });

  it('is made with each secret', () => {
    const headers = signWebhook({ id: 'msg_1', timestamp: at, body: json, secrets: [other, secret] });
    expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
    expect(check(headers)).toEqual({ id: 'msg_1', timestamp: at });
    expect(check(headers, json, { secrets: other })).toEqual({ id: 'msg_1', timestamp: at });
  });

  it.each(['', 'a.b', 'a b', 'x'.repeat(129), 'ü'])('is not made for the id %j', (id) => {
    expect(() => signWebhook({ id, timestamp: at, body: json, secrets: secret })).toThrow(/webhook id/);
  });

  it.each(['', 'whsec_', 'CHANGEME', 'whsec_c2hvcnQ=', 'whsec_!!!!', secret.slice(6)])('is not made with the secret %j', (weak) => {
    expect(() => signWebhook({ id: 'msg_1', timestamp: at, body: json, secrets: weak })).toThrow(/whsec_/);
    expect(() => check(headersFor(json), json, { secrets: weak })).toThrow(/whsec_/);
  });
});

describe('a message is accepted', () => {
  it('with the right signature', () => {
    expect(check(headersFor(json))).toEqual({ id: 'msg_1', timestamp: at });
  });

  it('with a binary body', () => {
    const body = Buffer.from([0x22, 0xff, 0xfe, 0x00, 0x80, 0x22]);
    expect(check(headersFor(body), body).id).toBe('msg_1');
  });

  it('beside signatures of other versions and of other secrets', () => {
    const signature = `v1a,${'A'.repeat(86)}== v1,${'A'.repeat(43)}= v1,${byHand(json)}`;
    expect(check(headersFor(json, { 'webhook-signature': signature })).id).toBe('msg_1');
  });

  it.each([-299, 0, 299])('%d seconds from its time', (age) => {
    expect(check(headersFor(json), json, { now: new Date(at.getTime() + age * 1000) }).id).toBe('msg_1');
  });
});

describe('a message is refused', () => {
  it.each([
    ['webhook-id', undefined, 'missing'],
    ['webhook-timestamp', undefined, 'missing'],
    ['webhook-signature', undefined, 'missing'],
    ['webhook-signature', '', 'missing'],
    ['webhook-signature', 'v1,', 'malformed'],
    ['webhook-signature', 'v1,AAAAAAAA', 'malformed'],
    ['webhook-signature', 'v1,not base64!', 'malformed'],
    ['webhook-signature', `v1,${'_'.repeat(43)}=`, 'malformed'],
    ['webhook-signature', `v1,${byHand(json)}x`, 'malformed'],
    ['webhook-signature', `sha1=${byHand(json)}`, 'malformed'],
    ['webhook-signature', `v2,${byHand(json)}`, 'mismatch'],
    ['webhook-signature', `v1,${'A'.repeat(43)}=`, 'mismatch'],
    [
      'webhook-signature',
      Array(11)
        .fill(`v1,${byHand(json)}`)
        .join(' '),
      'malformed',
    ],
    ['webhook-signature', Array(10_000).fill('v1,A').join(' '), 'malformed'],
    ['webhook-signature', [`v1,${byHand(json)}`, `v1,${byHand(json)}`], 'malformed'],
    ['webhook-id', ['msg_1', 'msg_1'], 'malformed'],
    ['webhook-id', 'msg_1, msg_1', 'malformed'],
    ['webhook-id', 'msg_1.1795608000', 'malformed'],
    ['webhook-id', 'msg_2', 'mismatch'],
    ['webhook-timestamp', '1795608000abc', 'malformed'],
    ['webhook-timestamp', ' 1795608000', 'malformed'],
    ['webhook-timestamp', '+1795608000', 'malformed'],
    ['webhook-timestamp', '1e9', 'malformed'],
    ['webhook-timestamp', '1795608000.5', 'malformed'],
    ['webhook-timestamp', '-1795608000', 'malformed'],
    ['webhook-timestamp', '17956080000000000000', 'malformed'],
    ['webhook-timestamp', '١٧٩٥٦٠٨٠٠٠', 'malformed'],
    ['webhook-timestamp', '1795608001', 'mismatch'],
  ])('with the header %s as %j', (name, value, reason) => {
    expect(refusal(() => check(headersFor(json, { [name]: value })))).toBe(reason);
  });

  it.each([
    [301, 'stale'],
    [-301, 'future'],
  ])('%d seconds from its time', (age, reason) => {
    expect(refusal(() => check(headersFor(json), json, { now: new Date(at.getTime() + age * 1000) }))).toBe(reason);
  });

  it('S-05 with any single bit of the body flipped', () => {
    for (let bit = 0; bit < json.length * 8; bit++) {
      const flipped = Buffer.from(json);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(refusal(() => check(headersFor(json), flipped))).toBe('mismatch');
    }
  });

  it('when other bytes would decode to the same text', () => {
    const [signed, sent] = [Buffer.from([0x22, 0xff, 0xfe, 0x22]), Buffer.from([0x22, 0x80, 0x81, 0x22])];
    expect(signed.toString()).toBe(sent.toString());
    expect(refusal(() => check(headersFor(signed), sent))).toBe('mismatch');
  });

  it('when the border between time and body is moved', () => {
    const body = Buffer.from('1795608000.{"a":1}');
    const moved = headersFor(body, { 'webhook-id': 'msg_1.1795608000' });
    expect(refusal(() => check(moved, Buffer.from('{"a":1}')))).toBe('malformed');
  });

  it('with the key of somebody else', () => {
    expect(refusal(() => check(headersFor(json), json, { secrets: other }))).toBe('mismatch');
  });

  it('and the message repeats nothing of it', () => {
    const error = (() => {
      try {
        return check(headersFor(json, { 'webhook-id': 'evil!' }));
      } catch (reason) {
        return reason as Error;
      }
    })();
    expect((error as Error).message).not.toContain('evil');
  });
});
