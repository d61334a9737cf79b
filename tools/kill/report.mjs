import { cpus, totalmem } from 'node:os';
import { points } from './points.mjs';

/** The page for `docs/`: what was done to the gateways, what was promised, and what was found. Each outcome has its `day` and `commit`. */
export function reportOf(outcomes) {
  const model = cpus()[0]?.model ?? 'unknown';
  const gib = (totalmem() / 1024 ** 3).toFixed(0);
  return `# Kills

Gateways are killed by \`SIGKILL\` while instruments send, and while Zenodo, PostgreSQL and Redis have bad hours. Whatever was answered by 2xx
is written into a ledger. At the end everything is let be, and the ledger is held against what Zenodo has. Made by \`npm run test:kill -- --report\`,
which writes the columns of the runs that it makes and leaves the others.

Node ${process.versions.node}, ${cpus().length} × ${model}, ${gib} GiB.

| | ${outcomes.map(({ title }) => title).join(' | ')} |
|---|${outcomes.map(() => '--:|').join('')}
${rows.map(([name, of]) => `| ${name} | ${outcomes.map((one) => of(one)).join(' | ')} |`).join('\n')}

- **lost**: an acknowledged file that is not, with its MD5, in the last version of its dataset.
- **doubled**: a record or draft more than there are acknowledged files, a dataset with two concepts, a deposit key in two records.
- **disordered**: a version that is not the one before plus the next file that was acknowledged.
- **untold**: a \`deposit.received\`, \`deposit.published\` or \`doi.findable\` that no subscriber was told, or that came under two ids.

A SIGKILL shows what a process loses. What a machine loses with its power is up to \`fsync\` of the disk, which this does not show.

## Where they died

| Point | ${outcomes.map(({ title }) => title).join(' | ')} |
|---|${outcomes.map(() => '--:|').join('')}
${['outside', ...points].map((point) => `| ${wordsOf(point)} | ${outcomes.map(({ ends }) => ends[point] ?? 0).join(' | ')} |`).join('\n')}

## Weather

| What happened | ${outcomes.map(({ title }) => title).join(' | ')} |
|---|${outcomes.map(() => '--:|').join('')}
${weathers(outcomes)
  .map((name) => `| ${name} | ${outcomes.map(({ weather }) => weather[name] ?? 0).join(' | ')} |`)
  .join('\n')}
| a gateway with a full disk | ${outcomes.map(({ fullDisks }) => fullDisks).join(' | ')} |
`;
}

const number = (value) => value.toLocaleString('en-GB');

const rows = [
  ['Day', ({ day }) => day],
  ['Commit', ({ commit }) => `\`${commit}\``],
  ['Kills', ({ kills }) => number(kills)],
  ['Gateways at once', ({ replicas }) => replicas],
  ['Files acknowledged', ({ acknowledged }) => number(acknowledged)],
  ['of them sent twice, and answered as one job', ({ repeats }) => number(repeats)],
  ['Datasets', ({ datasets }) => number(datasets)],
  ['Records at the end', ({ records }) => number(records)],
  ['Requests that were refused or got no answer', ({ refusals }) => number(Object.values(refusals).reduce((sum, one) => sum + one, 0))],
  ['Events', ({ events }) => number(events)],
  ['Deliveries of them', ({ deliveries }) => number(deliveries)],
  ['**lost**', ({ lost }) => `**${lost.length}**`],
  ['**doubled**', ({ doubled }) => `**${doubled.length}**`],
  ['**disordered**', ({ disordered }) => `**${disordered.length}**`],
  ['**untold**', ({ untold }) => `**${untold.length}**`],
  ['Starts on a full disk that neither came up nor ended', ({ hungStarts = 0 }) => hungStarts],
  ['Seed', ({ seed }) => seed],
  ['Minutes', ({ seconds }) => (seconds / 60).toFixed(1)],
];

const weathers = (outcomes) => [...new Set(outcomes.flatMap(({ weather }) => Object.keys(weather)))].toSorted((a, b) => a.localeCompare(b));

function wordsOf(point) {
  if (point === 'outside') return 'at a moment of chance';
  if (point === 'answered') return 'after the 202 was sent';
  return point.startsWith('step ') ? `after the step \`${point.slice(5)}\` was noted` : `${point.replace(' ', ' the commit of the ')}`;
}
