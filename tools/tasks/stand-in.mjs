/** `npm run stand-in -- --port 0 --folder DIR --json`: the embedded Zenodo as a command. */
import path from 'node:path';
import { build, root, run } from '../lib/workspace.mjs';

await build({ only: '@zenodo-connect/stand-in', quiet: true });
process.exitCode = await run(process.execPath, [path.join(root, 'packages/stand-in/dist/bin.js'), ...process.argv.slice(2)]);
