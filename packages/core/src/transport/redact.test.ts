import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { redact, redactError, redactText } from './redact.ts';

const token = 'tok/en+42';

describe('a text', () => {
  it.each([
    ['the token', `it was ${token}`, 'it was [token]'],
    ['the encoded token', `q=${encodeURIComponent(token)}`, 'q=[token]'],
    ['other credentials', 'Authorization: Bearer eyJ.abc-_', 'Authorization: Bearer [token]'],
    ['a user in an address', 'http://lab:pass@proxy:3128/', 'http://[secret]@proxy:3128/'],
    ['a link with access', 'https://x.org/records/1?token=eyJh&preview=1', 'https://x.org/records/1?token=[secret]&preview=1'],
    [
      'a signed address',
      'https://s3.example/f?X-Amz-Credential=AK&X-Amz-Signature=99&part=2',
      'https://s3.example/f?X-Amz-Credential=[secret]&X-Amz-Signature=[secret]&part=2',
    ],
  ])('loses %s', (_name, text, wanted) => {
    expect(redactText(text, token)).toBe(wanted);
  });

  it('keeps what is no secret', () => {
    const text = 'GET https://zenodo.org/api/records?q=a%20b&sort=newest failed: token expired';
    expect(redactText(text, token)).toBe(text);
  });
});

it('a body is redacted in its values and names, at any depth', () => {
  expect(redact({ a: [{ [token]: token, n: 1 }] }, token)).toEqual({ a: [{ '[token]': '[token]', n: 1 }] });
});

describe('an error', () => {
  it('keeps what tells of it, and nothing of the request that hangs on it', () => {
    const inner = Object.assign(new Error(`read ${token}`), { code: 'ECONNRESET', config: { headers: { authorization: token } } });
    const plain = redactError(new TypeError('failed', { cause: inner }), token);
    expect(plain).toMatchObject({ name: 'TypeError', message: 'failed', cause: { code: 'ECONNRESET', message: 'read [token]' } });
    expect(inspect(plain, { depth: 9 })).not.toContain(token);
  });

  it('of several addresses says what the first one said', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    const all = Object.assign(new AggregateError([refused]), { code: 'ECONNREFUSED' });
    expect(redactError(all, token)).toMatchObject({ message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED' });
  });
});

it('a field that is a secret by its name is redacted, as the token of an access link', () => {
  const link = { id: '1', token: 'eyJhbGciOi', nested: [{ client_secret: 'abc', total: 3 }] };
  expect(redact(link, undefined)).toEqual({ id: '1', token: '[secret]', nested: [{ client_secret: '[secret]', total: 3 }] });
});
