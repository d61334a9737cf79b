import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

// With `--import`: a line on stderr for each file that the program loads.
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) writeSync(2, `loads ${url}\n`);
    return next(url, context);
  },
});
