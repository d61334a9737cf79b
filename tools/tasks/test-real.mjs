/**
 * `npm run test:real`: what needs more than Node. A real n8n, driven headless against the stand-in, n8n's own lint, build
 * and scanner on the tree that is released, and public Zenodo clients, unmodified, against the stand-in. All is installed
 * into .cache/ (2 GB, minutes the first time).
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { missingPrograms } from '../lib/programs.mjs';
import { Steps } from '../lib/steps.mjs';
import { vitest } from '../lib/vitest.mjs';
import { build, root, run } from '../lib/workspace.mjs';

const { values: options } = parseArgs({ options: { kills: { type: 'string' }, help: { type: 'boolean' } } });
if (options.help) {
  process.stdout.write(
    'npm run test:real        a real n8n and public clients against the stand-in; installs them into .cache/ the first time\n' +
      '  -- --kills 1000        how often workers of the deposit queue, and gateways, are killed; 100 unless told\n',
  );
  process.exit(0);
}

const missing = await missingPrograms();
if (missing.length > 0) {
  process.stdout.write(
    `The tests with real programs cannot run here.\n${missing.map((line) => `  ${line}\n`).join('')}\n0 passed, ${missing.length} failed\n`,
  );
  process.exit(1);
}

const steps = new Steps();
const ready =
  (await steps.check('every package builds', () => build().then(() => ({ code: 0 })))) &&
  (await steps.check('a real n8n and its tools are installed', async () => ({
    code: await run(process.execPath, [path.join(root, 'tools/n8n/install.mjs')]),
  })));
if (options.kills) process.env.ZENODO_KILLS = options.kills;
if (ready) {
  steps.add(await vitest('real', ['--config', 'vitest.real.config.ts']));
  // Not imported before it is built: the runs use what is published.
  const { killChecks } = await import('../kill/checks.mjs');
  await killChecks(steps, { kills: Number(options.kills ?? 100), seed: Date.now() % 1_000_000 });
}
process.exitCode = steps.close();
