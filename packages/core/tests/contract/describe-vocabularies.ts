import { describe, expect, it } from 'vitest';
import { all } from '../_util/target.ts';
import { type ContractTarget, noFaults } from './contract-target.ts';

/** What core relies on in vocabularies and the lists of funders, awards, affiliations, names and subjects. */
export function describeVocabularies(target: ContractTarget): void {
  describe('vocabularies', () => {
    it('are read by id', async () => {
      expect(await target.zenodo.vocabularies.get('resourcetypes', 'dataset')).toMatchObject({ id: 'dataset', title: { en: 'Dataset' } });
      expect((await target.zenodo.vocabularies.get('licenses', 'cc-by-4.0')).id).toBe('cc-by-4.0');
      expect(await target.zenodo.vocabularies.find('licenses', 'no-such-licence')).toBeUndefined();
    });

    it('are read whole, over pages', async () => {
      const ids = (await all(target.zenodo.vocabularies.search('relationtypes', { size: 10 }))).map(({ id }) => id);
      expect(ids).toContain('issupplementto');
      expect(new Set(ids).size).toBe(ids.length);
      expect((await target.zenodo.vocabularies.list('relationtypes', { size: 1 })).hits.total).toBe(ids.length);
    });

    it('suggest what was meant', async () => {
      expect((await target.zenodo.vocabularies.suggest('languages', 'french')).map(({ id }) => id)).toContain('fra');
      await expect(target.zenodo.vocabularies.suggest('languages', '')).rejects.toMatchObject({ code: 'configuration', field: 'typed' });
    });

    it('that are not there are not found', async () => {
      await expect(all(target.zenodo.vocabularies.search('colours'))).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  it('funders are found by name and read by ROR id', async () => {
    const found = await all(target.zenodo.funders.search({ q: '"European Commission"', limit: 20 }));
    expect(found.map(({ id }) => id)).toContain('00k4n6c32');
    expect(await target.zenodo.funders.get('00k4n6c32')).toMatchObject({ name: 'European Commission' });
    expect(await target.zenodo.funders.find('000000000')).toBeUndefined();
  });

  it('awards are read by id and found by number', async () => {
    expect(await target.zenodo.awards.get('00k4n6c32::283595')).toMatchObject({ number: '283595', funder: { id: '00k4n6c32' } });
    expect((await target.zenodo.awards.list({ q: '283595' })).hits.hits.map(({ id }) => id)).toContain('00k4n6c32::283595');
  });

  it('affiliations are suggested and read by ROR id', async () => {
    expect((await target.zenodo.affiliations.suggest('European Organization for Nuclear')).map(({ id }) => id)).toContain('01ggx4157');
    expect((await target.zenodo.affiliations.get('01ggx4157')).name).toContain('Nuclear');
  });

  it('users are found by name, for those who are logged in', async ({ skip }) => {
    skip(!target.standIn, noFaults);
    const [found] = await target.zenodo.users.suggest('Owner');
    expect((await target.zenodo.users.get(found?.id ?? '')).profile?.full_name).toContain('Owner');
  });

  it('names and subjects are lists', async () => {
    expect(await all(target.zenodo.names.search({ q: target.word() }))).toEqual([]);
    expect(await all(target.zenodo.subjects.search({ q: target.word() }))).toEqual([]);
  });
}
