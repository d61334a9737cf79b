/** `npm run bench`: measures against the things to beat, in pairs within one run. */
import path from 'node:path';
import { build, root, run } from '../lib/workspace.mjs';

await build({ quiet: true });
process.exitCode = await run(process.execPath, [path.join(root, 'bench/run.mjs'), ...process.argv.slice(2)]);
