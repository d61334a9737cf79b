import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cache, root } from '../lib/workspace.mjs';

/** A tree of its own under the project's own rules, so that the rule is tried on files that nobody has to clean up. */
let tree;

beforeAll(async () => {
  await mkdir(cache, { recursive: true });
  tree = await mkdtemp(path.join(cache, 'arrows-'));
  const rules = JSON.parse(await readFile(path.join(root, '.oxlintrc.json'), 'utf8'));
  const config = { ...rules, ignorePatterns: [], jsPlugins: rules.jsPlugins.map((file) => path.join(root, file)) };
  await writeFile(path.join(tree, '.oxlintrc.json'), JSON.stringify(config));
});
afterAll(() => rm(tree, { recursive: true, force: true }));

/** What oxlint says of one file in that tree: its exit code and its text. */
async function lint(file, source) {
  const at = path.join(tree, file);
  await mkdir(path.dirname(at), { recursive: true });
  await writeFile(at, source);
  // No git ignore file is to hide the tree, which lies in a folder that git ignores.
  const args = ['-c', path.join(tree, '.oxlintrc.json'), '--no-ignore', file];
  return new Promise((resolve) => {
    execFile(path.join(root, 'node_modules/.bin/oxlint'), args, { cwd: tree }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, text: stdout + stderr }),
    );
  });
}

const refused = [
  [
    'an adapter imports an inner file of core',
    'packages/nest-module/src/a.ts',
    "import { path } from '@zenodo-connect/core/dist/transport/retry.js';\npath();\n",
    'published entry points',
  ],
  [
    'an adapter reaches into core by its folder',
    'packages/webhook-gateway/src/intake/a.ts',
    "import { path } from '../../../core/src/transport/retry.ts';\npath();\n",
    'published entry points',
  ],
  [
    'the n8n node imports the default entry of core',
    'packages/n8n-node/nodes/Zenodo/a.ts',
    "import { Zenodo } from '@zenodo-connect/core';\nnew Zenodo();\n",
    'portable part',
  ],
  [
    'portable code names a timer',
    'packages/core/src/workflows/a.ts',
    'export const wait = () => setTimeout(() => {}, 1);\n',
    'Transport.sleep',
  ],
  [
    'portable code names a timer in a default',
    'packages/core/src/transport/a.ts',
    'export const wait = (timer = setInterval) => timer(() => {}, 1);\n',
    'Transport.sleep',
  ],
  ['portable code reads the environment', 'packages/core/src/client.ts', 'export const token = process.env.TOKEN;\n', 'no environment'],
  ['portable code prints', 'packages/core/src/resources/a.ts', "export const say = () => console.log('x');\n", 'prints nothing'],
  [
    'portable code imports undici',
    'packages/core/src/transport/b.ts',
    "import { request } from 'undici';\nawait request('x');\n",
    'the transport knows types',
  ],
  [
    'portable code imports a file of node/',
    'packages/core/src/client.ts',
    "import { md5 } from './node/md5-worker.ts';\nmd5();\n",
    'only index.ts enters node/',
  ],
  [
    'a type imports a resource',
    'packages/core/src/types/a.ts',
    "import type { Drafts } from '../resources/drafts.ts';\nexport type A = Drafts;\n",
    'each other only',
  ],
  [
    'a workflow imports the transport',
    'packages/core/src/workflows/b.ts',
    "import { send } from '../transport/retry.ts';\nsend();\n",
    'not the transport',
  ],
  [
    'a resource imports another resource',
    'packages/core/src/resources/b.ts',
    "import { Files } from './files.ts';\nnew Files();\n",
    'no other resource',
  ],
  [
    'the stand-in imports core',
    'packages/stand-in/src/a.ts',
    "import { Zenodo } from '@zenodo-connect/core';\nnew Zenodo();\n",
    'shared mistakes',
  ],
];

test.each(refused)('%s: refused', async (_claim, file, source, words) => {
  const { code, text } = await lint(file, source);
  expect(text).toContain(words);
  expect(code).toBe(1);
});

const allowed = [
  [
    'an adapter imports the published entry points',
    'packages/nest-module/src/b.ts',
    "import { Zenodo } from '@zenodo-connect/core';\nimport { sign } from '@zenodo-connect/core/webhooks';\nsign(new Zenodo());\n",
  ],
  [
    'the n8n node imports the portable part',
    'packages/n8n-node/nodes/Zenodo/b.ts',
    "import { Zenodo } from '@zenodo-connect/core/portable';\nnew Zenodo();\n",
  ],
  ['the room node/ names a timer', 'packages/core/src/node/a.ts', 'export const wait = () => setTimeout(() => {}, 1);\n'],
  ['portable code hashes', 'packages/core/src/workflows/c.ts', "import { createHash } from 'node:crypto';\ncreateHash('md5');\n"],
];

test.each(allowed)('%s: allowed', async (_claim, file, source) => {
  const { code, text } = await lint(file, source);
  expect(text).toContain('0 errors');
  expect(code).toBe(0);
});
