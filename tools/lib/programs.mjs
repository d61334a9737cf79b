import { capture } from './workspace.mjs';

/** How a program is tried, what it is for, and its Debian package; shown when it is missing. */
const programs = {
  'g++': { try: ['g++', '--version'], reason: 'compiles the sqlite3 that n8n needs', package: 'g++' },
  make: { try: ['make', '--version'], reason: 'compiles the sqlite3 that n8n needs', package: 'make' },
  python3: { try: ['python3', '--version'], reason: 'runs node-gyp, which builds the sqlite3 that n8n needs', package: 'python3' },
  'python3-venv': {
    try: ['python3', '-c', 'import ensurepip, venv'],
    reason: 'keeps public Zenodo clients apart',
    package: 'python3-venv',
  },
  curl: { try: ['curl', '--version'], reason: 'deposits as the documentation says', package: 'curl' },
  openssl: { try: ['openssl', 'version'], reason: 'makes the certificate with which clients find zenodo.org here', package: 'openssl' },
};

/**
 * One sentence for each program that this machine lacks.
 *
 * @param {readonly (keyof typeof programs)[]} [names] default: all that `npm run test:real` needs
 */
export async function missingPrograms(names = Object.keys(programs)) {
  const missing = [];
  for (const name of names) {
    const program = programs[name];
    const { code } = await capture(program.try[0], program.try.slice(1)).catch(() => ({ code: 1 }));
    if (code !== 0) missing.push(`${name} is missing; it ${program.reason}. On Debian: apt-get install ${program.package}`);
  }
  return missing;
}
