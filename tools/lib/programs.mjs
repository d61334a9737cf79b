import { capture } from './workspace.mjs';

/** What a program is for, and how a person gets it; shown when it is missing. */
const programs = {
  'g++': 'compiles the sqlite3 that n8n needs; on Debian: apt-get install g++',
  make: 'compiles the sqlite3 that n8n needs; on Debian: apt-get install make',
  python3: 'node-gyp runs on it when n8n is installed; on Debian: apt-get install python3',
};

/** One sentence for each program that this machine lacks. */
export async function missingPrograms() {
  const missing = [];
  for (const [name, reason] of Object.entries(programs)) {
    const { code } = await capture(name, ['--version']).catch(() => ({ code: 1 }));
    if (code !== 0) missing.push(`${name} is missing: it ${reason}`);
  }
  return missing;
}
