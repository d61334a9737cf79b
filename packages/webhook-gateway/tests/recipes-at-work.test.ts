import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipe, startWorld } from './_util/gateway.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

/** As editors save: beside, then renamed over the old one. */
async function save(folder: string, text: string): Promise<void> {
  await writeFile(join(folder, 'routes', 'new'), text);
  await rename(join(folder, 'routes', 'new'), join(folder, 'routes', 'r0.yaml'));
}

const said = (log: readonly object[]): string[] =>
  log.flatMap((line) => ('kind' in line && line.kind === 'recipes' && 'message' in line ? [String(line.message)] : []));

describe('T-11 a recipe that is changed while the gateway runs', () => {
  it('is at work a moment later, without a restart', async () => {
    const { send, folder, log } = await startWorld({ recipesPollMs: 30 }, [recipe]);
    await save(folder, recipe.replace('.raw]', '.dat]'));
    await until(() => said(log).length > 0, 'the recipe was read again');
    expect((await send.put('xrd/S-1/a.dat', 'x')).status).toBe(202);
    expect((await send.put('xrd/S-1/a.raw', 'x')).status).toBe(422);
  });

  it('and cannot be used leaves the old one at work, and the log says so once, with line and column', async () => {
    const { send, folder, log } = await startWorld({ recipesPollMs: 30 }, [recipe]);
    await save(folder, recipe.replace('title:', 'titel:'));
    await until(() => said(log).length > 0, 'the broken recipe was noticed');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await send.put('xrd/S-1/a.raw', 'x')).status).toBe(202);
    expect(said(log)).toEqual([expect.stringMatching(/those of before stay at work\. .*r0\.yaml:6:3: "titel" is not a key here/)]);
    await save(folder, recipe);
    await until(() => said(log).length === 2, 'the mended recipe was read');
    expect(said(log)[1]).toBe('The recipe was read again and is at work.');
  });

  it('and cannot be used is told on the first page until it is mended, without the place of the file', async () => {
    const { send, folder, log } = await startWorld({ recipesPollMs: 30 }, [recipe]);
    const told = async (): Promise<boolean> => (await send.get('/')).text.includes('those of before stay at work');
    expect(await told()).toBe(false);
    await save(folder, recipe.replace('title:', 'titel:'));
    await until(() => said(log).length > 0, 'the broken recipe was noticed');
    expect(await told()).toBe(true);
    expect((await send.get('/')).text).not.toContain(folder);
    await save(folder, recipe);
    await until(() => said(log).length === 2, 'the mended recipe was read');
    expect(await told()).toBe(false);
  });

  it('and cannot be used is told to whoever watches the process, which goes on taking files', async () => {
    const { send, folder, log } = await startWorld({ recipesPollMs: 30 }, [recipe]);
    const told = async () => {
      const [ready, metrics] = [await send.get('/readyz'), await send.get('/metrics')];
      return [ready.status, ready.json['recipes'], /^gateway_recipes_behind (\d)$/m.exec(metrics.text)?.[1]];
    };
    expect(await told()).toEqual([200, 'at work', '0']);
    await save(folder, recipe.replace('title:', 'titel:'));
    await until(() => said(log).length > 0, 'the broken recipe was noticed');
    expect(await told()).toEqual([200, 'those of before: the changed ones cannot be used', '1']);
  });
});

it('a recipe that names an event which there is not is refused, and a group is taken', async () => {
  const withNotify = (on: string): string => `${recipe}notify: [{ to: listener, on: [${on}] }]\n`;
  await expect(startWorld({}, [withNotify('deposit.publishd')])).rejects.toThrow(
    'there is no event "deposit.publishd". Did you mean "deposit.published"?',
  );
  const listener = await startSubscriber();
  const { send } = await startWorld({ subscribers: [listener.config], deposits: { run: false } }, [withNotify('deposit.*')]);
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => listener.types().includes('deposit.received'), 'the group is heard');
});

it('a subscriber that a recipe does not notify hears nothing of its route, and one that it does hears what is named', async () => {
  const [told, untold] = [await startSubscriber(), await startSubscriber()];
  const subscribers = [told.config, { ...untold.config, name: 'other' }];
  const { send } = await startWorld({ subscribers }, [`${recipe}notify: [{ to: listener, on: [deposit.published] }]\n`]);
  await send.untilState(String((await send.put('xrd/S-1/a.xy', 'x')).json['id']), 'findable');
  await until(() => told.received.length > 0, 'the subscriber was told');
  expect(told.types()).toEqual(['deposit.published']);
  expect(untold.received).toEqual([]);
});
