import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'tsdown';
import { esm } from '../../tsdown.base.ts';
import { bundledSoftware } from './build/bundled-software.ts';
import { eagerChunks } from './build/eager-chunks.ts';
import { lazyFormatter } from './build/lazy-formatter.ts';
import { plainHttp } from './build/plain-http.ts';

/** What an application imports: its dependencies stay outside, so that it has one Nest. `bin` goes on in the bundled command. */
const library: UserConfig = {
  ...esm,
  // Without this file and the tests: types of what they take from elsewhere would be written beside its source.
  tsconfig: 'tsconfig.build.json',
  entry: {
    index: 'src/index.ts',
    bin: 'src/bin.ts',
    // A thread starts from a file; `deposit-host.ts` looks for this name beside itself.
    'deposit-thread': 'src/deposits/deposit-thread.ts',
  },
  plugins: [
    {
      name: 'bundled-command',
      resolveId: {
        filter: { id: /^\.\/cli\/command\.ts$/ },
        handler: () => ({ id: './command/command.js', external: 'relative' as const }),
      },
    },
  ],
};

/**
 * The command with its dependencies in it, shaken to the parts in use and without what only people read: it takes 30 MB less than
 * from the same files one by one. Names of functions and classes stay, for stack traces and Nest.
 */
const command: UserConfig = {
  ...esm,
  dts: false,
  sourcemap: false,
  outDir: 'dist/command',
  entry: {
    command: 'src/cli/command.ts',
    'deposit-thread': 'src/deposits/deposit-thread.ts',
    // Threads of the packages that are in the bundle, which look for them beside themselves.
    'sqlite-worker': '../nest-module/dist/sqlite-worker.js',
    'md5-worker': '../core/dist/md5-worker.js',
  },
  deps: {
    alwaysBundle: [/./],
    neverBundle: [
      // As it is: most of its files are needed later or never.
      /^undici(\/|$)/,
      // What a user installs beside the gateway, who needs it.
      '@aws-sdk/client-s3',
      'bullmq',
      'pg',
      // What Nest and Fastify load when somebody uses it, which nobody does here.
      /^@nestjs\/(microservices|platform-express|websockets)/,
      /^@fastify\/(ajv-compiler|fast-json-stringify-compiler|multipart|static|view)/,
      /^(class-transformer|class-validator|light-my-request|pino)/,
    ],
    onlyBundle: false,
  },
  minify: {
    compress: { keepNames: { class: true, function: true } },
    mangle: { keepNames: true },
    codegen: { removeWhitespace: true },
  },
  plugins: [lazyFormatter(), plainHttp(), bundledSoftware('THIRD-PARTY.md')],
  outputOptions: {
    // A file with a letter beyond Latin-1 takes twice its size in memory.
    charset: 'ascii',
    comments: false,
    codeSplitting: eagerChunks(fileURLToPath(new URL('src/cli/start.ts', import.meta.url))),
  },
};

export default defineConfig([library, command]);
