import type { Rolldown } from 'tsdown';

type Splitting = Extract<Rolldown.OutputOptions['codeSplitting'], object>;
type Context = Parameters<Extract<NonNullable<Splitting['groups']>[number]['name'], (...args: never) => unknown>>[1];

/** Smaller files are not worth one of their own. */
const leastBytes = 40_000;

/**
 * Cuts what `entry` loads at once into one file a package. V8 takes several times the size of a file while it reads it, and gives
 * little of that back; what is loaded later is left alone, so that it stays where it is needed.
 */
export function eagerChunks(entry: string): Splitting {
  let eager: ReadonlySet<string> | undefined;
  const name = (id: string, context: Context): string | null => {
    eager ??= reached(entry, context);
    const from = packageOf(id);
    return from !== undefined && eager.has(id) ? fileNameOf(from) : null;
  };
  return { groups: [{ name, debugName: 'eager', minSize: leastBytes }] };
}

/** Nest needs Reflect's metadata before anything of it runs, and what is in one file keeps its order. */
const fileNameOf = (name: string): string =>
  /^@nestjs\/|^reflect-metadata$/.test(name) ? 'nest' : name.replace('@', '').replace('/', '-');

/** The package of a module: the last folder of packages in its path counts. */
export const packageOf = (id: string): string | undefined => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];

function reached(entry: string, context: Context): ReadonlySet<string> {
  const found = new Set([entry]);
  for (const id of found) for (const next of context.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  return found;
}
