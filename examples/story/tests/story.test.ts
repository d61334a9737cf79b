import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, test } from 'vitest';

const command = fileURLToPath(new URL('../dist/story.js', import.meta.url));

/** Runs the story as `npm start` does, to its end. */
function story(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number; stdout: string; stderr: string }> {
  const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ZENODO_')));
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { env: { ...plain, ...env } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr }),
    );
  });
}

test('the whole path is told step by step, in the order in which it happens', async () => {
  const { code, stdout } = await story(['--once']);
  expect(stdout).toMatch(/\d\.\d\d s {2}An instrument sends scan42\.xy/);
  const steps = [
    'An instrument sends scan42.xy',
    '202 Accepted: the file is safe on disk',
    'whether this deposit was begun before',
    'Made the draft',
    'has its metadata',
    'All files have the size and MD5',
    'The DOI will be',
    'Published as',
    'Published: DataCite is asked',
    'Done: the record is published and its DOI can be found',
    'The end: 10.5281/zenodo.',
  ];
  const places = steps.map((step) => stdout.indexOf(step));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  for (const type of ['deposit.received', 'deposit.published', 'doi.findable'])
    expect(stdout).toContain(`A subscriber got the signed event ${type} and verified its signature`);
  // Nothing on the way is said in words of the inside.
  expect(stdout).not.toMatch(/gateway\/[0-9a-f]{8}|undefined|null/);
  expect(code).toBe(0);
});

test('without --once it stays up, prints both pages and a curl line that works, and ends at SIGTERM', async () => {
  const child = spawn(process.execPath, [command], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  const ended = new Promise((resolve) => child.on('exit', resolve));
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('exit', (code) => reject(new Error(`the story ended with ${code} after: ${printed}`)));
      child.stdout.on('data', (chunk) => {
        printed += chunk;
        if (printed.includes('Ctrl-C')) resolve();
      });
    });
    const zenodoPage = /Records and drafts\s+(\S+)/.exec(printed)?.[1] ?? '';
    const gatewayPage = /Gateway\s+(http\S+)/.exec(printed)?.[1] ?? '';
    expect(await (await fetch(zenodoPage)).text()).toContain('Powder diffraction of');
    expect((await fetch(gatewayPage)).status).toBe(200);
    const line = printed.split('\n').find((one) => one.includes('curl -sS')) ?? '';
    const answer = await new Promise<string>((resolve) => execFile('sh', ['-c', line], (_error, stdout) => resolve(stdout)));
    expect(JSON.parse(answer)).toMatchObject({ status: 'queued', duplicate: false });
  } finally {
    child.kill('SIGTERM');
  }
  expect(await ended).toBe(0);
});

test('with ZENODO_URL and ZENODO_TOKEN a draft is left at that host and nothing is published', async () => {
  await using zenodo = await startStandIn();
  const { code, stdout, stderr } = await story(['--once'], { ZENODO_URL: zenodo.url, ZENODO_TOKEN: zenodo.tokens.owner });
  expect(stderr).toBe('');
  expect(stdout).toContain('Nothing was published');
  expect(stdout).not.toContain(zenodo.tokens.owner);
  expect(zenodo.calls.some(({ method, path }) => method === 'POST' && path === '/api/records')).toBe(true);
  expect(zenodo.calls.filter(({ path }) => path.includes('publish'))).toEqual([]);
  expect(code).toBe(0);
});

test('a host that refuses the token ends the story with 1 and the reason', async () => {
  await using zenodo = await startStandIn();
  const { code, stderr } = await story(['--once'], { ZENODO_URL: zenodo.url, ZENODO_TOKEN: 'not-a-token' });
  expect(stderr).toContain('The story stopped:');
  expect(stderr).not.toContain('not-a-token');
  expect(code).toBe(1);
});

test('one variable without the other is refused in a sentence', async () => {
  const { code, stderr } = await story(['--once'], { ZENODO_URL: 'http://127.0.0.1:9' });
  expect(stderr).toContain('ZENODO_TOKEN is missing');
  expect(code).toBe(1);
});

test('--help says what there is', async () => {
  const { code, stdout } = await story(['--help']);
  expect(stdout).toContain('--once');
  expect(code).toBe(0);
});
