import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rolldown } from 'tsdown';
import { packageOf } from './eager-chunks.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Writes the licence of every package of which something is in the bundle. @throws {Error} one that tells none */
export function bundledSoftware(fileName: string): Rolldown.Plugin {
  return {
    name: 'bundled-software',
    async generateBundle(_options, bundle) {
      const ids = Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? one.moduleIds : []));
      const folders = new Set(ids.flatMap((id) => (packageOf(id) === undefined ? [] : [folderOf(id)])));
      const licences = await Promise.all([...folders].map(licenceOf));
      const shared = Map.groupBy(licences, ({ text }) => text);
      const parts = [...shared].map(([text, all]) => `${[...new Set(all.map(({ title }) => title))].toSorted().join('\n')}\n${text}`);
      this.emitFile({
        type: 'asset',
        fileName,
        source: `# Bundled software\n\nThese files contain parts of:\n\n${parts.toSorted().join('\n')}`,
      });
    },
  };
}

const folderOf = (id: string): string => /.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)![0];

async function licenceOf(folder: string) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const file = (await readdir(folder)).find((one) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(one));
  if (!license && !file) throw new Error(`${name} ${version} says under which licence it is nowhere.`);
  const text = file ? `\n\`\`\`\n${(await readFile(join(folder, file), 'utf8')).trim()}\n\`\`\`\n` : '';
  return { title: `- ${name} ${version}${license ? ` (${license})` : ''}`, text };
}
