/**
 * Writes the tree that is released as n8n-nodes-zenodo: one package that needs nothing of this repository. Core's
 * source lies in it as plain TypeScript, so n8n's own tool builds it and a reviewer reads all that runs.
 *
 *     node tools/n8n/assemble.mjs [FOLDER]       default: .cache/n8n-release
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, root } from '../lib/workspace.mjs';

const node = path.join(root, 'packages/n8n-node');
const core = path.join(root, 'packages/core/src');
const entry = { name: '@zenodo-connect/core/portable', file: 'portable.ts' };
const packageName = 'n8n-nodes-zenodo';
const vendored = 'nodes/Zenodo/core';
const relativeImport = /((?:from|import)\s*\(?\s*')(\.{1,2}\/[^']+)(')/g;

const releaseFolder = path.join(cache, 'n8n-release');

/**
 * @param {string} [folder] emptied first
 * @returns {Promise<{ folder: string, core: string[] }>} core: the files of core that are inside, from its source folder
 */
export async function assemble(folder = releaseFolder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const part of ['nodes', 'credentials', 'icons', 'examples', 'pictures', 'README.md', 'LICENSE'])
    await cp(path.join(node, part), path.join(folder, part), { recursive: true });
  await writeFile(path.join(folder, 'CHANGELOG.md'), await changelog());
  await mkdir(path.join(folder, '.github/workflows'), { recursive: true });
  await cp(path.join(root, 'tools/n8n/release/publish.yml'), path.join(folder, '.github/workflows/publish.yml'));
  // n8n's strict mode compares this file with its own, character by character but for white space.
  await writeFile(path.join(folder, 'eslint.config.mjs'), "import { config } from '@n8n/node-cli/eslint';\n\nexport default config;\n");

  const reached = await reachedFrom(entry.file);
  for (const file of reached) {
    const target = path.join(folder, vendored, file);
    await mkdir(path.dirname(target), { recursive: true });
    await cp(path.join(core, file), target);
  }
  await rewriteImports(folder);
  const manifest = JSON.parse(await readFile(path.join(node, 'package.json'), 'utf8'));
  const tools = JSON.parse(await readFile(path.join(root, 'tools/n8n/checks/package.json'), 'utf8'));
  await writeJson(path.join(folder, 'package.json'), releasedManifest(manifest, tools.dependencies));
  await writeJson(path.join(folder, 'tsconfig.json'), compilerSettings);
  return { folder, core: reached };
}

/** What changesets wrote with the releases so far, below what waits for the next one. */
async function changelog() {
  const released = await readFile(path.join(node, 'CHANGELOG.md'), 'utf8').catch(() => `# ${packageName}\n`);
  const folder = path.join(root, '.changeset');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md') && name !== 'README.md').sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  const waiting = texts.flatMap((text) => {
    const [, packages, words] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
    return packages?.includes(`'${packageName}'`) ? [`- ${words.trim().replaceAll('\n', '\n  ')}\n`] : [];
  });
  const [title, ...rest] = released.split('\n');
  return [title, ...(waiting.length > 0 ? ['', '## Unreleased', '', waiting.join('')] : []), ...rest].join('\n');
}

/** The files of core that a file reaches through relative imports, itself included. */
async function reachedFrom(first) {
  const reached = new Set([first]);
  for (const file of reached) {
    const source = await readFile(path.join(core, file), 'utf8');
    for (const [, , target] of source.matchAll(relativeImport)) reached.add(path.join(path.dirname(file), target));
  }
  return [...reached].sort((a, b) => a.localeCompare(b, 'en'));
}

/** Core by its place in the tree instead of its name, and no `.ts` at the end: n8n's compiler settings know neither. */
async function rewriteImports(folder) {
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.ts'))) {
    const at = path.join(folder, file);
    const toCore = path.relative(path.dirname(at), path.join(folder, vendored, entry.file)).replaceAll(path.sep, '/');
    const source = await readFile(at, 'utf8');
    const named = source.replaceAll(`'${entry.name}'`, `'${toCore.startsWith('.') ? toCore : `./${toCore}`}'`);
    await writeFile(
      at,
      named.replace(relativeImport, (_, before, target, after) => before + target.replace(/\.ts$/, '') + after),
    );
  }
}

function releasedManifest({ scripts: _scripts, devDependencies: _workspace, ...manifest }, tools) {
  const { '@n8n/scan-community-package': _scanner, ...devDependencies } = tools;
  return {
    ...manifest,
    scripts: {
      build: 'n8n-node build',
      dev: 'n8n-node dev',
      lint: 'n8n-node lint',
      'lint:fix': 'n8n-node lint --fix',
      release: 'n8n-node release',
      prepublishOnly: 'n8n-node prerelease',
    },
    devDependencies: { ...devDependencies, 'release-it': '^19.0.4' },
  };
}

const compilerSettings = {
  compilerOptions: {
    strict: true,
    module: 'commonjs',
    moduleResolution: 'node',
    target: 'es2022',
    lib: ['es2024'],
    types: ['node'],
    useUnknownInCatchVariables: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitReturns: true,
    noUnusedLocals: true,
    forceConsistentCasingInFileNames: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    declaration: true,
    sourceMap: true,
    skipLibCheck: true,
    outDir: './dist/',
  },
  include: ['credentials/**/*', 'nodes/**/*', 'nodes/**/*.json', 'package.json'],
};

const writeJson = (file, value) => writeFile(file, `${JSON.stringify(value, null, 2)}\n`);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { folder, core: files } = await assemble(process.argv[2] && path.resolve(process.argv[2]));
  process.stdout.write(`${path.relative(root, folder)}: the n8n node with ${files.length} files of core inside\n`);
}
