import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from './load-config.ts';
import { settingsOf } from './settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const minimal = 'folder: data\nzenodo: { url: https://sandbox.zenodo.org }\nroutes: routes\n';
const secret = `whsec_${Buffer.from('0123456789abcdefghijklmnop').toString('base64')}`;
const load = async (text: string, env: Record<string, string> = { ZENODO_TOKEN: 't' }) => {
  await writeFile(join(folder, 'gateway.yaml'), text);
  return loadConfig(join(folder, 'gateway.yaml'), env);
};

it('paths are seen from the file, names become camel case, secrets come from the environment and files', async () => {
  await writeFile(join(folder, 'secret'), `${secret}\n`);
  const more =
    'public_url: https://gw.lab.example\nlimits: { max_bytes: 5 }\nsubscribers:\n  - { name: n8n, url: "https://n8n.example/x", secret_file: secret, allow_private: [10.0.0.0/8] }\n';
  const config = await load(minimal + more);
  expect(config).toMatchObject({
    folder: join(folder, 'data'),
    publicUrl: 'https://gw.lab.example',
    limits: { maxBytes: 5 },
    zenodo: { token: 't' },
  });
  expect(config.subscribers).toEqual([{ name: 'n8n', url: 'https://n8n.example/x', secret, allowPrivate: ['10.0.0.0/8'] }]);
});

it('sizes and times may say their units', async () => {
  const units = 'limits: { max_bytes: 2GiB, drain_ms: 15s }\ndeposits: { retry_delays_ms: [5s, 5min, 3000] }\n';
  expect(await load(minimal + units)).toMatchObject({
    limits: { maxBytes: 2_147_483_648, drainMs: 15_000 },
    deposits: { retryDelaysMs: [5_000, 300_000, 3_000] },
  });
});

it('a missing token is told with the two ways to give it', async () => {
  await expect(load(minimal, {})).rejects.toThrow('set ZENODO_TOKEN in the environment, or zenodo.token_file');
});

it.each([
  ['a token in the file', minimal.replace('url:', 'token: x, url:'), 'gateway.yaml:2:11: "token" is not a key here'],
  ['a mistyped key', `${minimal}limit: {}\n`, 'gateway.yaml:4:1: "limit" is not a key here; did you mean "limits"?'],
  ['a wrong number', `${minimal}limits: { max_bytes: lots }\n`, 'gateway.yaml:4:22: "limits.max_bytes"'],
  ['an unknown unit', `${minimal}limits: { max_bytes: 2gb }\n`, 'expected bytes, or a size such as 500kB, 100MB or 2GiB'],
])('%s is refused at its place', async (_name, text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

describe('settings', () => {
  const config = { folder: 'x', routes: 'y', zenodo: { url: 'https://sandbox.zenodo.org', token: 't' } };
  const withSubscriber = (more: object) => () =>
    settingsOf({ ...config, subscribers: [{ name: 'n8n', url: 'https://n8n.example/x', secret, ...more }] });

  it.each([
    ['a short secret', { secret: 'whsec_c2hvcnQ=' }, 'has 5 bytes and needs 24'],
    ['a secret without its form', { secret: 'CHANGEME' }, 'not of the form'],
    ['an empty secret', { secret: 'whsec_' }, 'not of the form'],
    ['a repetition', { secret: `whsec_${Buffer.alloc(32, 'a').toString('base64')}` }, 'an example or a repetition'],
    ['a file address', { url: 'file:///etc/passwd' }, 'begins with file:'],
    ['a password in the address', { url: 'https://u:p@x.example/' }, 'user name or password'],
    ['a mail server', { url: 'http://x.example:25/' }, 'port 25'],
    ['an address of a cloud', { url: 'http://169.254.169.254/', allowPrivate: true }, "a network's own services"],
    ['a range that is none', { allowPrivate: ['10.0.0.0/99'] }, 'allowed range'],
    ['a name with spaces', { name: 'a b' }, 'small letters'],
  ])('%s is refused', (_name, more, message) => {
    expect(withSubscriber(more)).toThrow(message);
  });

  it('a refusal never holds the secret', () => {
    expect(withSubscriber({ secret: 'hunter2-hunter2' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  it.each([
    'sandbox.zenodo.org',
    'https://sandbox.zenodo.org/api',
    'https://sandbox.zenodo.org/',
    'https://me:x@zenodo.org',
    'ftp://zenodo.org',
  ])('zenodo.url %s is refused under its own name', (url) => {
    expect(() => settingsOf({ ...config, zenodo: { url, token: 't' } })).toThrow(`zenodo.url is "${url}"; it has to be an origin`);
  });

  it('a subscriber on a private address is told how to allow it', () => {
    const subscribers = [{ name: 'n8n', url: 'http://192.168.1.5/x', secret }];
    expect(() => settingsOf({ ...config, subscribers })).toThrow('set its allow_private to true or to its range');
  });

  it('a public address is an origin', () => {
    expect(() => settingsOf({ ...config, publicUrl: 'https://x.example/path' })).toThrow('without a path');
  });
});
