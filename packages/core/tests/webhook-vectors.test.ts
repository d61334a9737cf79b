import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ConfigurationError, newWebhookKeys, signWebhook, verifyWebhook, WebhookVerificationError } from '../src/webhooks/index.ts';

interface Vectors {
  readonly verify: readonly {
    readonly name: string;
    readonly keys: readonly string[];
    readonly now: string;
    readonly headers: Readonly<Record<string, string | readonly string[]>>;
    readonly body: string;
    readonly expect: string;
  }[];
  readonly sign: readonly {
    readonly name: string;
    readonly keys: readonly string[];
    readonly id: string;
    readonly timestamp: string;
    readonly body: string;
    readonly signature: string;
  }[];
}
const vectors = JSON.parse(readFileSync(new URL('../vectors/webhooks.json', import.meta.url), 'utf8')) as Vectors;

function outcome(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.reason;
    if (error instanceof ConfigurationError) return 'configuration';
    throw error;
  }
  return 'accepted';
}

describe('the published vectors', () => {
  it.each(vectors.verify.map((vector) => [vector.name, vector] as const))(
    'verify: %s',
    (_name, { keys, now, headers, body, expect: wanted }) => {
      expect(outcome(() => verifyWebhook({ headers, body: Buffer.from(body, 'base64'), secrets: keys, now: new Date(now) }))).toBe(wanted);
    },
  );

  it.each(vectors.sign.map((vector) => [vector.name, vector] as const))('sign: %s', (_name, { keys, id, timestamp, body, signature }) => {
    const headers = signWebhook({ id, timestamp: new Date(timestamp), body: Buffer.from(body, 'base64'), secrets: keys });
    expect(headers['webhook-signature']).toBe(signature);
  });

  it('S-18 have what forges ed25519: another key, S that is not reduced, a point of small order, 63 and 65 bytes', () => {
    const forged = [
      'a signature of 63 bytes',
      'a signature of 65 bytes',
      'the key of somebody else',
      'S that is not reduced',
      'a signature of zeros',
    ];
    const names = [...forged.map((name) => `v1a: ${name}`), 'a public key of small order'];
    const wanted = vectors.verify.filter(({ name }) => names.includes(name)).map((vector) => vector.expect);
    expect(wanted).toHaveLength(names.length);
    expect(wanted).not.toContain('accepted');
  });

  it('tell each name once', () => {
    const names = [...vectors.verify, ...vectors.sign].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** Where the package `standardwebhooks` 1.1.1 judges otherwise, and why. */
const differences: Readonly<Record<string, string>> = {
  'a binary body': 'it decodes the body as UTF-8 before it signs',
  'all 256 bytes': 'it decodes the body as UTF-8 before it signs',
  'a signature over the text that the body decodes to': 'it decodes the body as UTF-8 before it signs',
  'an id with a dot': 'it takes every id',
  'the border between id, time and body moved': 'it takes every id',
  'an id that is too long': 'it takes every id',
  'an id with a letter beyond ASCII': 'it takes every id',
  'a timestamp with letters behind': 'it reads the digits that it finds',
  'a timestamp with a space before': 'it reads the digits that it finds',
  'a timestamp with a plus': 'it reads the digits that it finds',
  'a timestamp with a fraction': 'it reads the digits that it finds',
  'eleven signatures': 'it has no limit',
  'the signature header twice, joined': 'it cuts at the blank and looks at each part',
};

describe('the package standardwebhooks', () => {
  beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterAll(() => void vi.useRealTimers());
  // It knows one secret, v1, and single headers.
  const known = vectors.verify.filter(
    ({ keys, headers }) =>
      keys.length === 1 && keys[0]!.startsWith('whsec_') && Object.values(headers).every((value) => typeof value === 'string'),
  );

  it.each(known.map((vector) => [vector.name, vector] as const))(
    'agrees, but for what is listed: %s',
    (name, { keys, now, headers, body, expect: wanted }) => {
      vi.setSystemTime(now);
      const accepts = (() => {
        try {
          new Webhook(keys[0]!).verify(Buffer.from(body, 'base64'), headers as Record<string, string>, { jsonParse: false });
          return true;
        } catch {
          return false;
        }
      })();
      expect(accepts === (wanted === 'accepted'), differences[name] ?? 'agrees').toBe(differences[name] === undefined);
    },
  );

  it('has no difference listed that there is not', () => {
    expect(Object.keys(differences).filter((name) => !known.some((vector) => vector.name === name))).toEqual([]);
  });
});

describe('a pair of keys', () => {
  const message = { id: 'msg_1', timestamp: new Date('2026-11-25T12:00:00Z'), body: '{}' };

  it('signs and verifies, and the public one cannot sign', () => {
    const { signing, verifying } = newWebhookKeys();
    const headers = signWebhook({ ...message, secrets: signing });
    expect(verifyWebhook({ headers, body: Buffer.from('{}'), secrets: verifying, now: message.timestamp }).id).toBe('msg_1');
    expect(outcome(() => signWebhook({ ...message, secrets: verifying }))).toBe('configuration');
  });

  it('is new each time', () => {
    expect(newWebhookKeys().signing).not.toBe(newWebhookKeys().signing);
  });

  it('whose halves do not belong together is refused, and the message does not hold it', () => {
    const [one, two] = [newWebhookKeys(), newWebhookKeys()].map(({ signing }) => Buffer.from(signing.slice(5), 'base64'));
    const mixed = `whsk_${Buffer.concat([one!.subarray(0, 32), two!.subarray(32)]).toString('base64')}`;
    expect(() => signWebhook({ ...message, secrets: mixed })).toThrow(/do not belong together/);
    expect(() => signWebhook({ ...message, secrets: mixed })).not.toThrow(mixed.slice(5, 20));
  });

  it('is changed without a gap: old and new sign together, each receiver knows one', () => {
    const [old, next] = [newWebhookKeys(), newWebhookKeys()];
    const headers = signWebhook({ ...message, secrets: [next.signing, old.signing] });
    for (const { verifying } of [old, next]) {
      expect(verifyWebhook({ headers, body: Buffer.from('{}'), secrets: verifying, now: message.timestamp }).id).toBe('msg_1');
    }
  });
});
