import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { nodeProblem } from './node-version.ts';

it.each(['18.20.8', '20.20.2', '22.18.0'])('Node %s is too old, in a sentence', (version) => {
  expect(nodeProblem(version)).toBe(`Node 22.19 or later is needed, and this is ${version}; get a newer one from https://nodejs.org.`);
});

it.each(['22.19.0', '22.20.1', '24.0.0', process.versions.node])('Node %s will do', (version) => {
  expect(nodeProblem(version)).toBeUndefined();
});

it('package.json wants the same', async () => {
  const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { engines: { node: string } };
  const { node } = manifest.engines;
  expect(nodeProblem(node.replace('>=', ''))).toBeUndefined();
  expect(nodeProblem('22.18.9')).toContain(`Node ${node.replace('>=', '')} or later`);
});
