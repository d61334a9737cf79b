import type { Migration } from './store.ts';
import { StoreError } from './store-errors.ts';

const sound = /^[a-z][a-z0-9_]{0,39}$/;

/** Makes `Store.table`: names are checked, since they go into SQL as they are. */
export function tableNames(prefix = 'zenodo_'): (name: string) => string {
  if (prefix !== '' && !sound.test(prefix)) {
    throw new StoreError('statement', `The table prefix "${prefix}" is not usable: take small letters, digits and underscores.`);
  }
  return (name) => {
    if (!sound.test(name))
      throw new StoreError('statement', `"${name}" is not usable as a table name: take small letters, digits, underscores.`);
    return prefix + name;
  };
}

/** Puts the prefix and the driver's own words into a migration. */
export function renderMigration(
  { name, statements }: Migration,
  table: (name: string) => string,
  { serial, bytes }: { readonly serial: string; readonly bytes: string },
): Migration {
  const prefix = table('x').slice(0, -1);
  const render = (sql: string) =>
    sql
      .replaceAll('{{prefix}}', prefix)
      .replaceAll('{{serial}}', serial)
      .replaceAll(/\{\{bytes\}\}|\bBLOB\b/g, bytes);
  return { name, statements: statements.map(render) };
}
