import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const workflow = createRequire(import.meta.url).resolve('n8n-workflow');

/** Milliseconds of loading n8n-workflow, and then a built node, in a process of its own. */
async function loadMs(name: string): Promise<{ readonly workflow: number; readonly node: number }> {
  const path = JSON.stringify(at(`dist/nodes/${name}/${name}.node.js`));
  const measured = `
    const began = performance.now();
    require(${JSON.stringify(workflow)});
    const between = performance.now();
    require(${path});
    process.stdout.write(JSON.stringify({ workflow: between - began, node: performance.now() - between }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', measured], { cwd: at('') });
  return JSON.parse(stdout) as { workflow: number; node: number };
}

// n8n-workflow tells how fast the machine is; where it takes 0.3 s, as here, both limits are the same.
const part = 1 / 30;

// A busy machine takes seconds for each of these processes.
test.each(['Zenodo', 'ZenodoTrigger'])(
  '%s is loaded within 10 ms over n8n-workflow, or a thirtieth of its time where that is more',
  {
    timeout: 120_000,
  },
  async (name) => {
    let best = Number.POSITIVE_INFINITY;
    let over = Number.POSITIVE_INFINITY;
    // What else the machine does only ever adds to it.
    for (let round = 0; round < 10 && over > 0; round++) {
      const { workflow: whole, node } = await loadMs(name);
      best = Math.min(best, node);
      over = Math.min(over, node - Math.max(10, part * whole));
    }
    process.stdout.write(`  ${name} is loaded in ${best.toFixed(1)} ms\n`);
    expect(over).toBeLessThanOrEqual(0);
  },
);
