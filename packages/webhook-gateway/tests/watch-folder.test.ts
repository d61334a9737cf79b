import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type GatewayConfig, startGateway } from '../src/index.ts';
import { RecipeBook } from '../src/recipes/recipe-book.ts';
import { client } from './_util/client.ts';
import { quick, startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { recipeOf } from './_util/recipes.ts';
import { until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

type Watch = NonNullable<GatewayConfig['watch']>[number];

async function watching(change: Partial<Watch> = {}, recipe = recipeOf('nmr')): Promise<World & { readonly drop: string }> {
  const drop = await tempFolder();
  await mkdir(join(drop, 'S-1'));
  const world = await startWorld({ deposits: { run: false }, watch: [{ route: 'nmr', folder: drop, quietMs: 600, ...change }] }, [recipe]);
  return { ...world, drop };
}

const taken = (world: World, count: number): Promise<void> =>
  until(async () => (await keptIn(world.config.folder)).inbox === count, `${count} are in`);
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('a file that came to rest is taken in, with the folder as its dataset; one that was there before too', async () => {
  const drop = await tempFolder();
  await mkdir(join(drop, 'S-1', 'run'), { recursive: true });
  await writeFile(join(drop, 'S-1', 'run', 'fid'), 'one');
  const world = await startWorld({ deposits: { run: false }, watch: [{ route: 'nmr', folder: drop, quietMs: 300 }] }, [recipeOf('nmr')]);
  await writeFile(join(drop, 'S-1', 'b c#.xy'), 'two');
  await taken(world, 2);
  await world.gateway.close();
  const again = await startGateway(world.config);
  await rest(900);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 2, jobs: 2 });
  await again.close();
});

it('F-14 a file that grows is waited for, whatever date it has', async () => {
  const world = await watching({ quietMs: 4_000 });
  const file = join(world.drop, 'S-1', 'grows.xy');
  for (let n = 0; n < 6; n += 1) {
    await appendFile(file, 'line\n');
    await utimes(file, new Date(0), new Date(n * 1_000));
    await rest(250);
    expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 0 });
  }
  await taken(world, 1);
});

it('F-14 thousands of files at once are taken a part at a time, and those that never come to rest hide no others', async () => {
  const world = await watching({ quietMs: 100, marker: '{name}.done' });
  const open = Array.from({ length: 1_200 }, (_, n) => join(world.drop, 'S-1', `open-${n}.xy`));
  await Promise.all(open.map((path) => writeFile(path, 'x')));
  await rest(300);
  await writeFile(join(world.drop, 'S-1', 'z.xy'), 'x');
  await writeFile(join(world.drop, 'S-1', 'z.xy.done'), '');
  await taken(world, 1);
});

it('F-13 what is written into a file after it was taken in changes nothing of what is deposited', async () => {
  const world = await watching({ quietMs: 100 });
  const file = join(world.drop, 'S-1', 'a.xy');
  await writeFile(file, 'first'.repeat(40_000));
  await taken(world, 1);
  await writeFile(file, 'later');
  const spool = join(world.config.folder, 'spool');
  const [name = ''] = await readdir(spool);
  expect(await readFile(join(spool, name), 'utf8')).toBe('first'.repeat(40_000));
});

it('F-14 links, pipes and hidden files are left alone', async () => {
  const world = await watching({ quietMs: 100 });
  await symlink('/etc/passwd', join(world.drop, 'S-1', 'passwd.xy'));
  await symlink('/etc', join(world.drop, 'etc'));
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(world.drop, 'S-1', 'pipe.xy')]);
  await writeFile(join(world.drop, 'S-1', '.hidden'), 'x');
  await writeFile(join(world.drop, 'S-1', 'sound.xy'), 'x');
  await taken(world, 1);
  await rest(700);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 1 });
});

describe('F-14 a file that is another one when it is opened is not taken:', () => {
  it.each([
    ['a link', (path: string, other: string) => symlinkSync(other, path), /ELOOP/],
    ['a file that was renamed to its name', (path: string, other: string) => renameSync(other, path), /it changed since it came to rest/],
    ['a pipe', (path: string) => void execFileSync('sh', ['-c', 'mkfifo "$0"', path]), /it changed since it came to rest/],
  ])('%s', async (_what, put, reason) => {
    const world = await watching({ quietMs: 2_000 });
    const [path, other] = [join(world.drop, 'S-1', 'a.xy'), join(await tempFolder(), 'secret')];
    writeFileSync(other, 'not for Zenodo');
    const book = world.gateway.app.get(RecipeBook);
    const find = book.find.bind(book);
    let exchanged = 0;
    // Between the look at the resting file and its opening the recipe is looked up.
    book.find = (route) => {
      if (exchanged++ === 0) {
        renameSync(path, join(world.folder, 'away'));
        put(path, other);
      }
      return find(route);
    };
    await writeFile(path, 'sound');
    const told = (): unknown => world.log.find((line) => (line as { kind: string }).kind === 'watch');
    await until(() => told() !== undefined, 'it is told');
    expect(told()).toMatchObject({ level: 'error', message: expect.stringMatching(reason) });
    expect(await keptIn(world.config.folder)).toEqual({ inbox: 0, jobs: 0, events: 0, spool: 0 });
  });
});

it('F-13 what is deposited is what was taken in, whatever became of the file since', async () => {
  const world = await watching({ quietMs: 100 });
  const path = join(world.drop, 'S-1', 'a.xy');
  await writeFile(path, 'as it was measured');
  const jobOf = (): unknown => (world.log.find((line) => 'job' in line) as { job: string } | undefined)?.job;
  await until(() => jobOf() !== undefined, 'it is in');
  await world.gateway.close();
  await writeFile(path, 'something else');
  const { watch: _, ...unwatched } = world.config;
  const again = await startGateway({ ...unwatched, deposits: quick.deposits });
  onTestFinished(() => again.close());
  await client(again.url, world.send.token).untilState(String(jobOf()), 'left');
  const authorization = `Bearer ${world.zenodo.tokens.owner}`;
  const read = async (address: string): Promise<unknown> =>
    (await fetch(`${world.zenodo.url}/api/${address}`, { headers: { authorization } })).json();
  const { hits } = (await read('user/records')) as { hits: { hits: { id: string }[] } };
  expect(await read(`records/${hits.hits[0]!.id}/draft/files`)).toMatchObject({
    entries: [{ key: 'a.xy', checksum: `md5:${createHash('md5').update('as it was measured').digest('hex')}` }],
  });
});

it('with a marker a file is complete when its marker is there, and not before', async () => {
  const world = await watching({ quietMs: 100, marker: '{name}.done' });
  await writeFile(join(world.drop, 'S-1', 'a.xy'), 'x');
  await rest(900);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 0 });
  await writeFile(join(world.drop, 'S-1', 'a.xy.done'), '');
  await taken(world, 1);
  await rest(500);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 1 });
});

it('expected files become one deposit when all are there', async () => {
  const world = await watching({ quietMs: 100 }, recipeOf('nmr', 'collect: { files: ["fid", "acqus"] }'));
  await writeFile(join(world.drop, 'S-1', 'fid'), 'one');
  await taken(world, 1);
  expect(await keptIn(world.config.folder)).toMatchObject({ jobs: 0 });
  await writeFile(join(world.drop, 'S-1', 'acqus'), 'two');
  await until(async () => (await keptIn(world.config.folder)).jobs === 1, 'the set is a job');
});

it('a taken file can be moved, and one that is renamed into place is seen', async () => {
  const done = await tempFolder();
  const world = await watching({ quietMs: 100, moveTo: done });
  await writeFile(join(world.drop, 'S-1', '.part'), 'x');
  await rename(join(world.drop, 'S-1', '.part'), join(world.drop, 'S-1', 'a.xy'));
  await taken(world, 1);
  await until(async () => (await stat(join(done, 'S-1', 'a.xy')).catch(() => undefined)) !== undefined, 'it is moved');
});

it('what the recipe refuses stays, and is told once', async () => {
  const world = await watching({ quietMs: 100 }, recipeOf('nmr', 'match: { file.name: { $endsWith: .xy } }'));
  await writeFile(join(world.drop, 'S-1', 'a.exe'), 'x');
  await until(() => world.log.some((line) => (line as { kind: string }).kind === 'watch'), 'it is told');
  await rest(800);
  expect(world.log.filter((line) => (line as { kind: string }).kind === 'watch')).toHaveLength(1);
});
