/** `npm start`: the story, from an instrument's PUT to a DOI and a signed event. */
import path from 'node:path';
import { build, root, run } from '../lib/workspace.mjs';

await build({ only: '@zenodo-connect/example-story', quiet: true });
process.exitCode = await run(process.execPath, [path.join(root, 'examples/story/dist/story.js'), ...process.argv.slice(2)]);
