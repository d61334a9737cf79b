/**
 * Judges the released tree by n8n's own tools, as n8n does before it verifies a node, and ends with 1 on any finding:
 *
 *     node tools/n8n/check.mjs        assembles .cache/n8n-release; then lint, build, and both legs of the scanner
 */
import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { cache } from '../lib/workspace.mjs';
import { assemble } from './assemble.mjs';
import { installChecks } from './install.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** @typedef {{ passed: boolean, details: string }} Verdict */

/** The released tree, assembled afresh, with n8n's tools where its scripts look for them. */
export async function prepare() {
  const { folder, core } = await assemble();
  const { modules } = await installChecks();
  await symlink(modules, path.join(folder, 'node_modules'), 'junction');
  return { folder, core, modules };
}

/** The tree's own `lint` script. */
export const lint = (tree) => n8nNode(tree, 'lint');

/** The tree's own `build` script: plain tsc, and the pictures, into `dist`. */
export const build = (tree) => n8nNode(tree, 'build');

/** The scanner's first leg: the source at the commit that the published package names. */
export const scanSource = ({ folder, modules }) => judge(folder, path.join(here, 'scan.mjs'), modules, 'source', folder);

/** Its second leg: what was published. Build before. */
export async function scanPacked({ folder, modules }) {
  return judge(folder, path.join(here, 'scan.mjs'), modules, 'packed', await packedCopy(folder));
}

/** What npm would pack: the listed files, and what it adds by itself. */
async function packedCopy(folder) {
  const target = path.join(cache, 'n8n-packed');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const { files } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  for (const entry of [...files, 'package.json', 'README.md', 'LICENSE'])
    await cp(path.join(folder, entry), path.join(target, entry), { recursive: true });
  return target;
}

const n8nNode = ({ folder, modules }, command) => judge(folder, path.join(modules, '@n8n/node-cli/bin/n8n-node.mjs'), command);

/**
 * Runs one judge to its end. ESLint ends well with warnings, which here are findings, too.
 *
 * @returns {Promise<Verdict>}
 */
function judge(cwd, ...command) {
  return new Promise((resolve, reject) => {
    // The user agent decides which package manager `n8n-node` calls: npm, whose `exec` finds eslint and tsc in the tree's
    // node_modules. A NODE_ENV of `test` would tell n8n's rules that they are being tested themselves.
    const { NODE_ENV: _, ...env } = process.env;
    const child = spawn(process.execPath, command, {
      cwd,
      env: { ...env, npm_config_user_agent: 'npm' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const details = stripVTControlCharacters(output).trim();
      resolve({ passed: code === 0 && !/\d+ problems?/.test(details), details });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tree = await prepare();
  const checks = {
    'n8n-node lint': () => lint(tree),
    'n8n-node build': () => build(tree),
    'scanner, source': () => scanSource(tree),
    'scanner, packed': () => scanPacked(tree),
  };
  for (const [name, check] of Object.entries(checks)) {
    const { passed, details } = await check();
    process.stdout.write(passed ? `✓ ${name}\n` : `✗ ${name}\n${details}\n`);
    if (!passed) process.exitCode = 1;
  }
}
