/**
 * Puts our packages into applications of other people, as npm would: as they are published, beside the Nest that the
 * application has. Each version of Nest has a folder here with its manifest and its frozen lockfile; to change a pin, edit
 * the package.json, then `pnpm install --lockfile-only` in that folder.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, capture, root } from '../lib/workspace.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const inputs = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'];

/**
 * An application with this Nest and our packages, its source compiled as ES modules (`esm/app.js`) and as CommonJS (`cjs/app.js`).
 *
 * @param {'nest11' | 'nest12'} nest
 * @returns {Promise<string>} its folder
 * @throws {Error} what pnpm or the compiler said
 */
export async function consumerWith(nest) {
  const installed = await install(nest);
  await ourPackages(installed);
  for (const type of ['module', 'commonjs']) await compile(installed, type);
  return installed;
}

async function install(nest) {
  const from = path.join(here, nest);
  const contents = await Promise.all(inputs.map((file) => readFile(path.join(from, file))));
  const key = createHash('sha256');
  for (const content of contents) key.update(content).update('\0');
  const folder = path.join(cache, 'nest', `${nest}-${key.digest('hex').slice(0, 12)}`);
  if (existsSync(path.join(folder, 'ready'))) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of inputs) await copyFile(path.join(from, file), path.join(folder, file));
  const { packageManager } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  // pnpm is on no PATH in a clean clone; npx brings the workspace's own.
  const npx = ['--prefer-offline', '-y', packageManager];
  await succeed('npx', [...npx, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'], folder);
  await writeFile(path.join(folder, 'ready'), '');
  return folder;
}

/** What a release would hold, and nothing more. */
async function ourPackages(folder) {
  const scope = path.join(folder, 'node_modules/@zenodo-connect');
  await rm(scope, { recursive: true, force: true });
  const packed = await mkdtemp(path.join(folder, 'packed-'));
  for (const [source, name] of [
    ['core', 'core'],
    ['nest-module', 'nestjs'],
  ]) {
    const from = path.join(root, 'packages', source);
    await succeed('npm', ['pack', '--silent', '--pack-destination', packed], from);
    await mkdir(path.join(scope, name), { recursive: true });
    const { version } = JSON.parse(await readFile(path.join(from, 'package.json'), 'utf8'));
    await succeed(
      'tar',
      ['-xzf', path.join(packed, `zenodo-connect-${name}-${version}.tgz`), '--strip-components=1', '-C', path.join(scope, name)],
      folder,
    );
  }
  await rm(packed, { recursive: true });
}

/** The compiler sees the types as the application does: an ES module required from CommonJS, and decorators of its own Nest. */
async function compile(folder, type) {
  const into = path.join(folder, type === 'module' ? 'esm' : 'cjs');
  await rm(into, { recursive: true, force: true });
  await cp(path.join(here, 'consumer'), into, { recursive: true });
  await writeFile(path.join(into, 'package.json'), `${JSON.stringify({ type })}\n`);
  await succeed('tsc', ['-p', into], into);
}

async function succeed(command, args, cwd) {
  const { code, output } = await capture(command, args, { cwd });
  if (code !== 0)
    throw new Error(`${command} ${args.slice(0, 4).join(' ')} ended with ${code} in ${path.relative(root, cwd)}:\n${output.slice(-4000)}`);
}
