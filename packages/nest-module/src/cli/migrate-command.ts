import { parseArgs } from 'node:util';
import { eventMigrations, eventMigrationsOwner } from '../store/migrations/events.ts';
import { jobMigrations, jobMigrationsOwner } from '../store/migrations/jobs.ts';
import { createPostgresStore } from '../store/postgres-store.ts';
import { createSqliteStore } from '../store/sqlite-store.ts';
import type { Store } from '../store/store.ts';

const help = `zenodo-nestjs migrate [--prefix zenodo_]

Makes or changes the tables of @zenodo-connect/nestjs, before a new version of the application starts. Does nothing when they
are as they should be. The application does the same at its start, where its database user may.

  ZENODO_STORE   postgres://user:password@host:5432/database, or the path of a SQLite file; in the environment, since
                 what stands on a command line can be read by everybody on the machine
  --prefix       as the option of the store; default zenodo_
`;

/** Runs the command and returns its exit code: 0 done, 1 failed, 2 asked wrongly. */
export async function migrateCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  print: (text: string) => void,
): Promise<number> {
  const asked = parsed(args);
  if (typeof asked === 'string') {
    print(`zenodo-nestjs: ${asked}\n\n${help}`);
    return 2;
  }
  if (asked.help) {
    print(help);
    return 0;
  }
  const place = environment['ZENODO_STORE'];
  if (place === undefined || place === '') {
    print(`zenodo-nestjs: ZENODO_STORE is not set; it says where the store is.\n\n${help}`);
    return 2;
  }
  try {
    await migrateAt(place, asked.prefix);
  } catch (error) {
    print(`zenodo-nestjs: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  print(`The tables are up to date (${[...jobMigrations, ...eventMigrations].map(({ name }) => name).join(', ')}).\n`);
  return 0;
}

async function migrateAt(place: string, prefix: string | undefined): Promise<void> {
  const named = prefix === undefined ? {} : { prefix };
  const store: Store = /^postgres(ql)?:\/\//.test(place)
    ? await createPostgresStore({ postgres: place, ...named })
    : await createSqliteStore({ path: place, ...named });
  try {
    await store.migrate(jobMigrationsOwner, jobMigrations);
    await store.migrate(eventMigrationsOwner, eventMigrations);
  } finally {
    await store.close();
  }
}

function parsed(args: readonly string[]): { readonly help: boolean; readonly prefix: string | undefined } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { prefix: { type: 'string' }, help: { type: 'boolean', default: false } },
    });
    if (values.help || positionals[0] === 'help') return { help: true, prefix: undefined };
    if (positionals.length !== 1 || positionals[0] !== 'migrate') return `there is one command, "migrate", not "${positionals.join(' ')}".`;
    return { help: false, prefix: values.prefix };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
