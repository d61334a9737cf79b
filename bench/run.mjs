/**
 * `npm run bench`: every benchmark, its rows, and whether each goal is met.
 *
 *     npm run bench -- [upload] [gateway] [stand-in] [--rounds N] [--assert]
 */
import { parseArgs } from 'node:util';
import { gateway } from './gateway.mjs';
import { standIn } from './stand-in.mjs';
import { upload } from './upload.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' }, assert: { type: 'boolean' }, help: { type: 'boolean' } },
});
const benches = { upload, gateway, 'stand-in': standIn };
const unknown = positionals.filter((name) => !(name in benches));
if (options.help || unknown.length > 0) {
  if (unknown.length > 0) process.stdout.write(`There is no benchmark "${unknown[0]}".\n`);
  process.stdout.write(
    'npm run bench -- [upload] [gateway] [stand-in] [--rounds N] [--assert]\n  --assert  exit with 1 when a goal is missed\n',
  );
  process.exit(unknown.length > 0 ? 1 : 0);
}

const goals = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  process.stderr.write(`${name} …\n`);
  goals.push(...(await benches[name]({ rounds: Number(options.rounds) })));
}
process.stdout.write('\nGoals\n');
for (const { goal, value, met } of goals) process.stdout.write(`  ${met ? 'met   ' : 'missed'}  ${goal}: ${value.toFixed(2)}\n`);
process.exitCode = options.assert && goals.some((goal) => !goal.met) ? 1 : 0;
