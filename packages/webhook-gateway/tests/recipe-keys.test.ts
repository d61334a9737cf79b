import { Zenodo } from '@zenodo-connect/core';
import { DepositsService } from '@zenodo-connect/nestjs';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { Recipe } from '../src/recipes/recipe.ts';
import { recipe, startWorld, type World } from './_util/gateway.ts';
import { recipeOf } from './_util/recipes.ts';
import { until } from './_util/subscriber.ts';

const flag = 'i_understand_publication_is_permanent: true';
const payload = { route: 'r', dataset: 'S-1', file: { name: 'a.xy' }, meta: {}, received: '2026-11-25T14:05:00.000Z' };
const load = (text: string) => new Recipe('r.yaml', text);
const metadataOf = async ({ zenodo }: World, doi: unknown): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await request(`${zenodo.url}/api/records/${String(doi).split('.').pop()}`);
  return ((await answer.body.json()) as { metadata: Record<string, unknown> }).metadata;
};

describe('$date', () => {
  const dated = (value: string) => load(recipeOf('r').replace('metadata:\n', `metadata:\n  publication_date: ${value}\n`));

  it('takes the day out of what was sent, and the receiving day when nothing was', () => {
    const one = dated('{ $date: meta.finished_at, default: received }');
    const dateOf = (meta: object) => one.apply({ ...payload, meta: { ...meta } }).metadata.publication_date;
    expect(dateOf({ finished_at: '24.11.2026' })).toBe('2026-11-24');
    expect(dateOf({ finished_at: 1_795_615_500 })).toBe('2026-11-25');
    expect(dateOf({})).toBe('2026-11-25');
    expect(dateOf({ finished_at: '' })).toBe('2026-11-25');
  });

  it('refuses what was sent and is no date, rather than taking the default', () => {
    const one = dated('{ $date: meta.finished_at, default: received }');
    expect(() => one.apply({ ...payload, meta: { finished_at: '11/12/2026' } })).toThrow(
      'meta.finished_at is no date that can be read in one way only',
    );
  });

  it('without a default asks for it', () => {
    expect(() => dated('{ $date: meta.finished_at }').apply(payload)).toThrow('meta.finished_at was not sent');
  });

  it.each(['{ $date: now }', '{ $date: meta.x, default: tomorrow }', '{ $date: meta.x, form: "%Y" }'])(
    '%s is refused at loading',
    (value) => {
      expect(() => dated(value)).toThrow('expected { $date: path }');
    },
  );
});

describe('versioning.version', () => {
  it('gives each version its number', async () => {
    const world = await startWorld({}, [`${recipe}versioning: { version: "v{{ seq }}" }\n`]);
    const labels: unknown[] = [];
    for (const name of ['a.xy', 'b.xy', 'c.xy']) {
      const job = await world.send.untilState(String((await world.send.put(`xrd/S-1/${name}`, name)).json['id']), 'findable');
      labels.push((await metadataOf(world, job['doi']))['version']);
    }
    expect(labels).toEqual(['v1', 'v2', 'v3']);
  });

  it('gives the files of one collected set the number of their one version', async () => {
    const world = await startWorld({}, [
      `${recipe}collect: { commit: true }\nversioning: { version: "{{ seq }}.{{ meta.run | default: '0' }}" }\n`,
    ]);
    await world.send.put('xrd/S-1/a.xy', 'a', { 'x-meta-run': '7' });
    const { json } = await world.send.call('POST', '/in/xrd/commit', undefined, { 'x-dataset': 'S-1' });
    const job = await world.send.untilState(String(json['id']), 'findable');
    expect((await metadataOf(world, job['doi']))['version']).toBe('1.7');
  });

  it.each([
    ['versioning: { version: "seven" }', 'expected a text with {{ seq }}'],
    ['versioning: { version: "{{ seq }" }', 'expected a text with {{ seq }}'],
  ])('%s is refused at loading', (line, reason) => {
    expect(() => load(`${recipeOf('r')}${line}\n`)).toThrow(reason);
  });

  it('beside metadata.version is refused at loading', () => {
    const both = recipeOf('r').replace('metadata:\n', 'metadata:\n  version: "1"\n');
    expect(() => load(`${both}versioning: { version: "{{ seq }}" }\n`)).toThrow('no `metadata.version` beside it');
  });
});

describe('retry.give_up_after', () => {
  it('is how long a deposit of this route is tried; others are tried as the configuration says', async () => {
    const world = await startWorld({}, [`${recipe}retry: { give_up_after: 1s }\n`]);
    world.zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 1_000 }, { status: 503, body: 'Away.' });
    const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
    const job = await world.send.untilState(id, 'failed');
    expect(job['problem']).toMatch(/^Given up after \d+ tries/);
    const { createdAt, giveUpAt } = await world.gateway.app.get(DepositsService).get(id);
    expect(giveUpAt.getTime() - createdAt.getTime()).toBeLessThan(10_000);
  });

  it('refuses a time that is none', () => {
    expect(() => load(`${recipeOf('r')}retry: { give_up_after: soon }\n`)).toThrow('expected a time such as');
  });
});

describe('community.if_refused', () => {
  async function declined(more: string): Promise<{ world: World; id: string }> {
    const world = await startWorld({}, [`${recipe}community: { slug: crystals${more} }\n`]);
    const { url, tokens } = world.zenodo;
    const curator = new Zenodo({ baseUrl: url, dataciteUrl: url, token: tokens.other });
    await curator.communities.create({ slug: 'crystals', metadata: { title: 'Crystals' } });
    const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
    await world.send.untilState(id, 'submitted');
    const deposits = world.gateway.app.get(DepositsService);
    await curator.requests.decline((await deposits.get(id)).requestId!);
    await deposits.retry(id);
    return { world, id };
  }

  it('keep_draft, the default, leaves the draft to a person', async () => {
    const { world, id } = await declined('');
    const job = await world.send.untilState(id, 'failed');
    expect(job['problem']).toContain('did not accept the draft');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await world.send.job(id))['status']).toBe('failed');
  });

  it('publish publishes the draft without the community', async () => {
    const { world, id } = await declined(', if_refused: publish');
    await until(async () => ['published', 'findable'].includes(String((await world.send.job(id))['status'])), 'it is published', 20_000);
    expect((await metadataOf(world, (await world.send.job(id))['doi']))['title']).toBe('Powder diffraction of S-1');
  });

  it('A-15 publish asks for the flag of permanence', () => {
    const draft = `${recipeOf('r')}publish: { mode: approval }\ncommunity: { slug: crystals, if_refused: publish }\n`;
    expect(() => load(draft)).toThrow('i_understand_publication_is_permanent');
    expect(() => load(draft.replace('approval', `approval, ${flag}`))).not.toThrow();
  });
});

describe('a dry run says how it would end:', () => {
  it.each([
    [`publish: { mode: hold, after: 2h, ${flag} }`, 'Hold the draft for 120 minutes, then publish it, unless somebody stops it.'],
    ['publish: { mode: approval }', 'Leave the draft until a second person approves it.'],
    ['publish: { mode: draft }', 'Leave the draft to a person.'],
    [`publish: { mode: auto, ${flag} }`, 'Publish, which is for ever.'],
    [
      `publish: { mode: auto, ${flag} }\ncommunity: { slug: crystals }`,
      'Submit the first record of the dataset to the community "crystals"',
    ],
  ])('%s', async (publish, words) => {
    const { send } = await startWorld({ deposits: { run: false } }, [
      `${recipe.replace(/publish:.*/, publish)}versioning: { version: "v{{ seq }}" }\n`,
    ]);
    const { steps } = (await send.put('xrd/S-1/a.xy?dry_run=1', 'x')).json as unknown as { steps: readonly string[] };
    expect(steps.at(-1)).toContain(words);
    expect(steps.at(-2)).toBe('Call the version "vN", N being its number.');
  });
});
