const mib = 1024 ** 2;

/**
 * What the gateway may grow by between a tenth of a run (50,000 requests at least) and its end. Everything that grows with
 * the number of requests is in the database. What may still grow in memory has ends of its own: the heap (128 MB are all it
 * gets), SQLite's two page caches and its log (2 MB and 16 MB each), names of the last 10,000 events, prepared statements,
 * compiled code. 100 bytes a request that stay would be 90 MB in a million: too much for this, and nearly for the heap.
 */
const grownAtMost = 64 * mib;
/** Connections come and go, so a look may see some more. */
const descriptorsAtMost = 64;
/** `/healthz`, asked by another client while the run keeps both at work. */
const healthAtMostMs = 5_000;
/** Shorter runs end soon after the code is compiled and the caches are full, and say nothing of memory. */
const requestsForMemory = 100_000;

/** Everything that is wrong with a run, in words; none for a good one. */
export function faultsOf(outcome) {
  const { requests, findings, complaints, alive, end, rssWarm, rssEnd, descriptorsWarm, descriptorsEnd } = outcome;
  const faults = findings.map(wordsOf);
  if (!alive) faults.push(`The gateway ended by itself, with ${end}.`);
  else if (end !== '0') faults.push(`The gateway did not stop cleanly: it ended with ${end}.`);
  for (const complaint of complaints) faults.push(`The gateway complained: ${complaint}`);
  if (requests >= requestsForMemory && rssEnd - rssWarm > grownAtMost)
    faults.push(`Memory grew from ${inMib(rssWarm)} to ${inMib(rssEnd)}; ${inMib(grownAtMost)} are allowed.`);
  if (descriptorsEnd - descriptorsWarm > descriptorsAtMost)
    faults.push(`Open descriptors grew from ${descriptorsWarm} to ${descriptorsEnd}.`);
  if (outcome.slowestHealthMs > healthAtMostMs || outcome.unansweredHealth > 0)
    faults.push(
      `/healthz took ${outcome.slowestHealthMs} ms once, and it or /readyz had no good answer ${outcome.unansweredHealth} times.`,
    );
  return faults;
}

const wordsOf = ({ fault, number, door, repeat, said, base64 }) =>
  `${fault}: request ${number}, ${door}. Again: ${repeat}\n  answer: ${said ?? 'none'}\n  bytes, base64, at most 4 KiB of them: ${base64}`;

/** The whole run in one line. */
export function lineOf(outcome) {
  const { requests, byDoor, byStatus, serverErrors, alive, rssStart, rssWarm, rssEnd, seconds } = outcome;
  const doors = Object.entries(byDoor).map(([door, { sent, taken }]) => `${door} ${sent} (${taken} taken)`);
  const statuses = Object.entries(byStatus).map(([status, count]) => `${status} ${count}`);
  return (
    `${requests} requests in ${Math.round(seconds)} s, ${Math.round(requests / seconds)}/s; by door: ${doors.join(', ')}; by status: ${statuses.join(', ')}; ` +
    `5xx ${serverErrors}; crashes ${alive ? 0 : 1}; memory ${inMib(rssStart)} at start, ${inMib(rssWarm)} after ${outcome.warmAfter} requests, ${inMib(rssEnd)} at the end; ` +
    `descriptors ${outcome.descriptorsWarm ?? '?'} then, ${outcome.descriptorsEnd ?? '?'} at the end; /healthz at most ${outcome.slowestHealthMs} ms, /readyz ${outcome.slowestReadyMs} ms`
  );
}

/** The page of a run. */
export function reportOf(outcome, { commit, day }) {
  const { requests, seed, byDoor, byStatus, serverErrors, alive, end, findings, seconds } = outcome;
  const faults = faultsOf(outcome);
  return `# ${requests} fuzzed requests

Written by \`npm run test:fuzz -- --requests ${requests} --seed ${seed} --report\`, at ${commit}, on ${day}; ${Math.round(seconds)} s, ${Math.round(requests / seconds)} requests a second.

A gateway in a process of its own gets requests at every door: a fifth as they should be, the others changed in one to three places, some in their framing or on the wire. Each has to be
taken or refused in the form that the README promises, within 10 s. 5xx are not allowed, 503 and 507 neither: nothing in the run is a reason for them.

|                                    |   |
| ---------------------------------- | - |
| findings                           | ${findings.length} |
| 5xx                                | ${serverErrors} |
| crashes                            | ${alive ? 0 : 1} |
| exit code when it was stopped      | ${end} |
| memory at the start                | ${inMib(outcome.rssStart)} |
| memory after ${outcome.warmAfter} requests | ${inMib(outcome.rssWarm)} |
| memory at the end                  | ${inMib(outcome.rssEnd)}, ${inMib(grownAtMost)} more are allowed |
| open descriptors then, at the end | ${outcome.descriptorsWarm}, ${outcome.descriptorsEnd} |
| slowest answer of \`/healthz\`, \`/readyz\` | ${outcome.slowestHealthMs} ms, ${outcome.slowestReadyMs} ms |
${faults.length > 0 ? `\nNot as it has to be: ${faults.map((fault) => fault.split('\n')[0]).join(' ')}\n` : ''}
| Door | Requests | Taken |
| ---- | -------: | ----: |
${Object.entries(byDoor)
  .map(([door, { sent, taken }]) => `| ${door} | ${sent} | ${taken} |\n`)
  .join('')}
| Status | Answers |
| ------ | ------: |
${Object.entries(byStatus)
  .map(([status, count]) => `| ${status} | ${count} |\n`)
  .join('')}
\`closed\` is a connection that ended without an answer: a request that was cut in the middle, or that waits for more.
`;
} // prettier-ignore

const inMib = (bytes) => (bytes === undefined || Number.isNaN(bytes) ? 'unknown' : `${Math.round(bytes / mib)} MiB`);
