import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const server = createServer((_request, response) => response.end('here'));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** One request by an agent of a process of its own: what came, and whether all of undici was loaded for it. */
async function asked(prepare = ''): Promise<{ text: string; whole: boolean }> {
  const script = `
    import { createRequire, registerHooks } from 'node:module';
    ${prepare}
    const { newAgent } = await import(${JSON.stringify(new URL('./new-agent.ts', import.meta.url).href)});
    const agent = await newAgent({ allowH2: false });
    const { body } = await agent.request({ origin: process.argv[1], path: '/', method: 'GET' });
    const text = await body.text();
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    console.log(JSON.stringify({ text, whole: loaded.some((file) => file.includes('mock')) }));
    await agent.close();`;
  const { port } = server.address() as AddressInfo;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, `http://127.0.0.1:${port}`]);
  return JSON.parse(stdout) as { text: string; whole: boolean };
}

it('an agent asks without the parts of undici that core has no use for', async () => {
  expect(await asked()).toEqual({ text: 'here', whole: false });
});

it('an agent asks where undici has other files than those of its version', async () => {
  const hook = `registerHooks({ resolve(name, context, next) {
    if (name.startsWith('undici/lib/')) throw new Error('no such file');
    return next(name, context);
  } });`;
  expect(await asked(hook)).toEqual({ text: 'here', whole: true });
});
