/**
 * The stand-in with nothing in it and with 10,000 published records: how long until it answers, how long searches take
 * (the median of 50), and how much memory its process has. Absolute goals, as a test suite feels them.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchFolder } from './lib/payload.mjs';

const BIN = fileURLToPath(new URL('../packages/stand-in/dist/bin.js', import.meta.url));
const RECORDS = 10_000;
const WORDS = 'coral reef ocean climate spectra quantum graph neural protein mineral survey volcano glacier powder sample'.split(' ');
const SEARCHES = {
  words: '/api/records?q=coral+reef&size=25',
  fielded: '/api/records?q=title:volcano+AND+creators.name:curie12&size=25',
  newest: '/api/records?sort=newest&size=25',
  'own records': '/api/user/records?size=25',
};

/** Starts the command and waits for the answer to a first request. */
async function started(folder) {
  const begun = performance.now();
  const child = spawn(process.execPath, [BIN, '--port', '0', '--json', '--folder', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk)));
    child.once('exit', (code) => reject(new Error(`The stand-in ended with ${code} before it was ready; build it first.`)));
  });
  const { url, tokens } = JSON.parse(line);
  const ask = async (pathname, { as = 'owner', ...init } = {}) => {
    const headers = {
      authorization: `Bearer ${tokens[as]}`,
      accept: 'application/vnd.inveniordm.v1+json',
      'content-type': 'application/json',
    };
    const response = await fetch(url + pathname, { ...init, headers });
    if (!response.ok) throw new Error(`${pathname} was answered ${response.status}; the figures say nothing.`);
    return response.text();
  };
  await ask('/api/vocabularies/resourcetypes?size=1');
  return {
    ask,
    startMs: performance.now() - begun,
    /** Resident memory in MB. */
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))[1]) / 1024,
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function record(at) {
  const word = (n) => WORDS[(at * 7 + n * 11 + Math.floor(at / 15) * n) % WORDS.length];
  const words = Array.from({ length: 60 }, (_, n) => word(n)).join(' ');
  const creators = [{ person_or_org: { type: 'personal', family_name: `Curie${at % 500}`, given_name: 'Marie' } }];
  const metadata = {
    title: `${word(1)} ${word(2)} of ${word(3)}`,
    description: `<p>${words}</p>`,
    creators,
    subjects: [{ subject: word(4) }],
  };
  return { metadata: { ...metadata, publication_date: `${2000 + (at % 25)}-03-14` } };
}

async function fill(server) {
  for (let from = 0; from < RECORDS; from += 500) {
    const records = Array.from({ length: 500 }, (_, n) => record(from + n));
    await server.ask('/_stand-in/seed', { as: 'admin', method: 'POST', body: JSON.stringify({ records }) });
  }
}

async function searchMs(server, pathname) {
  const times = [];
  for (let at = 0; at < 50; at++) {
    times.push(await timed(() => server.ask(pathname)));
  }
  return median(times);
}

async function timed(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

export async function standIn({ rounds = 7 } = {}) {
  const folder = await mkdtemp(path.join(await benchFolder(), 'stand-in-'));
  const goals = [];
  const goal = (name, value, most) => goals.push({ goal: `stand-in: ${name} ≤ ${most}`, value, met: value <= most });
  try {
    goal('ms from start to first answer, empty', median(await starts(path.join(folder, 'empty'), rounds)), 500);
    const full = path.join(folder, 'full');
    const filling = await started(full);
    await fill(filling);
    process.stdout.write(`\nMemory after ${RECORDS} records were put there: ${filling.memory().toFixed(0)} MB\n`);
    await filling.close();
    goal(`ms from start to first answer, ${RECORDS} records`, median(await starts(full, rounds)), 500);
    const server = await started(full);
    process.stdout.write(
      `The first search after a start, which waits for what is prepared for all: ${(await timed(() => server.ask(SEARCHES.words))).toFixed(0)} ms\n`,
    );
    for (const [name, pathname] of Object.entries(SEARCHES)) goal(`ms for a search, ${name}`, await searchMs(server, pathname), 20);
    goal(`MB of memory with ${RECORDS} records`, server.memory(), 200);
    await server.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return goals;
}

async function starts(folder, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const server = await started(folder);
    times.push(server.startMs);
    await server.close();
  }
  return times;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
