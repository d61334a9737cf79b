import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Narrator } from './narrator.ts';
import { help, type StoryOptions, storyOptions } from './options.ts';
import { playStory } from './play.ts';

const home = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The command: reads its options, tells the story, and answers with an exit code. */
async function main(): Promise<number> {
  let options: StoryOptions | 'help';
  try {
    options = storyOptions(process.argv.slice(2), process.env);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${help}`);
    return 1;
  }
  if (options === 'help') {
    process.stdout.write(help);
    return 0;
  }
  const folder = path.resolve(options.folder ?? path.join(home, '../../.cache/story', String(process.pid)));
  try {
    await mkdir(folder, { recursive: true });
    await playStory({ ...options, folder, home, narrator: new Narrator(), stopped: stopSignal() });
    return 0;
  } catch (error) {
    process.stderr.write(`\nThe story stopped: ${messageOf(error)}\n`);
    return 1;
  } finally {
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves at Ctrl-C or a request to end. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

process.exitCode = await main();
