import { capture } from './workspace.mjs';

/** What a program is for; its Debian package has its name. Shown when it is missing. */
const programs = {
  'g++': 'compiles the sqlite3 that n8n needs',
  make: 'compiles the sqlite3 that n8n needs',
  python3: 'runs node-gyp, which builds the sqlite3 that n8n needs',
};

/** One sentence for each program that this machine lacks. */
export async function missingPrograms() {
  const missing = [];
  for (const [name, reason] of Object.entries(programs)) {
    const { code } = await capture(name, ['--version']).catch(() => ({ code: 1 }));
    if (code !== 0) missing.push(`${name} is missing; it ${reason}. On Debian: apt-get install ${name}`);
  }
  return missing;
}
