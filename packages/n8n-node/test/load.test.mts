import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const workflow = createRequire(import.meta.url).resolve('n8n-workflow');

/** Milliseconds of loading the built node in a process of its own, which has n8n-workflow already, as n8n has. */
async function loadMs(): Promise<number> {
  const node = JSON.stringify(at('dist/nodes/Zenodo/Zenodo.node.js'));
  const measured = `const began = performance.now(); require(${node}); process.stdout.write(String(performance.now() - began));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', `require(${JSON.stringify(workflow)}); ${measured}`], {
    cwd: at(''),
  });
  return Number(stdout);
}

// A busy machine takes seconds for each of these processes.
test('the node is loaded within 10 ms over n8n-workflow', { timeout: 120_000 }, async () => {
  let best = Number.POSITIVE_INFINITY;
  // What else the machine does only ever adds to it.
  for (let round = 0; round < 10 && best > 10; round++) best = Math.min(best, await loadMs());
  process.stdout.write(`  the node is loaded in ${best.toFixed(1)} ms\n`);
  expect(best).toBeLessThanOrEqual(10);
});
