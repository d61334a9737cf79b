import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type PortableOptions, settingsFrom, version } from './options.ts';

const settings = (options: object) => settingsFrom({ transport: {}, now: () => 0, ...options } as PortableOptions);

describe('the place', () => {
  it('has no default, since a published DOI is for ever', () => {
    expect(() => settings({})).toThrow(/"production" or "sandbox"/);
    expect(() => settings({ environment: 'live' })).toThrow(/"production" or "sandbox"/);
  });

  it('brings its DataCite: the sandbox registers at the test system', () => {
    expect(settings({ environment: 'production' })).toMatchObject({
      origin: 'https://zenodo.org',
      dataciteOrigin: 'https://api.datacite.org',
    });
    expect(settings({ environment: 'sandbox' })).toMatchObject({
      origin: 'https://sandbox.zenodo.org',
      dataciteOrigin: 'https://api.test.datacite.org',
    });
  });

  it.each([
    ['https://zenodo.org/api', /without path/],
    ['https://u:p@zenodo.org', /without path or user/],
    ['http://zenodo.org', /in clear/],
    ['http://localhost.example.org', /in clear/],
    ['http://127.0.0.1.example.org', /in clear/],
    ['ftp://zenodo.org', /no http/],
    ['zenodo.org', /no http/],
  ])('%s is refused as a base', (baseUrl, words) => {
    expect(() => settings({ baseUrl })).toThrow(words);
  });

  it.each(['http://127.0.0.1:8080', 'http://localhost:1/', 'http://[::1]:9'])('%s is allowed, being loopback', (baseUrl) => {
    expect(settings({ baseUrl }).origin).toBe(new URL(baseUrl).origin);
  });

  it('is one of the two', () => {
    expect(() => settings({ environment: 'sandbox', baseUrl: 'https://zenodo.org' })).toThrow(/not both/);
  });
});

it.each(['', 'two words', 'line\nend', 'ümlaut'])('the token %j is refused, and not repeated in the message', (token) => {
  expect(() => settings({ environment: 'sandbox', token })).toThrow(/"token"/);
});

it('the version in the User-Agent is that of the package', async () => {
  const { version: published } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  expect(version).toBe(published);
});

describe('the User-Agent', () => {
  it('names core and how its user can be reached', () => {
    const { userAgent } = settings({ environment: 'sandbox', contact: 'data@lab.example.org' });
    expect(userAgent).toMatch(/^zenodo-connect-core\/\S+ \(\+https:\/\/\S+; data@lab\.example\.org\)$/);
  });

  it('is that of the caller where one is given', () => {
    expect(settings({ environment: 'sandbox', userAgent: 'lab/1', contact: 'data@lab.example.org' }).userAgent).toBe('lab/1');
  });

  it.each(['lab', 'data@lab', 'a b@lab.org', 'http://lab.example.org', 'data@lab.org\r\nx: y'])(
    'takes no contact such as %j',
    (contact) => {
      expect(() => settings({ environment: 'sandbox', contact })).toThrow(/"contact" must be a mail address or an https address/);
    },
  );
});

it.each(['createLookMs', 'maxRateWaitMs', 'retryBudgetMs'])('"%s" is no time when it is negative or no number', (name) => {
  for (const ms of [-1, Number.NaN])
    expect(() => settings({ environment: 'sandbox', [name]: ms })).toThrow(`"${name}" must be milliseconds`);
});
