import { readFile } from 'node:fs/promises';

/**
 * The first comment of a script, which is what its `--help` prints.
 *
 * @param {string} script its `import.meta.url`
 */
export async function usageOf(script) {
  const [, usage] = /^\/\*\*\n([\s\S]*?)\n \*\/$/m.exec(await readFile(new URL(script), 'utf8'));
  return `${usage.replace(/^ \* ?/gm, '')}\n`;
}
