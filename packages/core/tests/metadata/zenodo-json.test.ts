import { readFile } from 'node:fs/promises';
import { iso6393To1 } from 'iso-639-3';
import { describe, expect, it } from 'vitest';
import { type DraftInput, fromZenodoJson, isConfigurationError } from '../../src/index.ts';
import { useTarget } from '../_util/target.ts';

const target = useTarget();
/** What Zenodo's own software was given as a deposition, and how it showed the record in its native dialect. */
const recorded = JSON.parse(await readFile(new URL('_recorded-thesis.json', import.meta.url), 'utf8'));

const usual = {
  title: 'Powder diffraction of sample S-2291',
  upload_type: 'dataset',
  description: '<p>Raw and reduced data.</p>',
  creators: [{ name: 'Curie, Marie', affiliation: 'Institut du Radium', orcid: '0000-0002-1825-0097' }],
  publication_date: '2026-03-14',
  imprint_publisher: 'Zenodo',
  access_right: 'open',
  license: 'cc-by-4.0',
};

const shown = async (id: string) => {
  const { metadata, custom_fields, access, pids } = await target.zenodo.drafts.get(id);
  return { metadata, custom_fields, access, pids };
};
const made = async (draft: DraftInput) => shown((await target.zenodo.drafts.create(draft)).id);

describe('a .zenodo.json', () => {
  it('with almost every field becomes the record that Zenodo made of it', async () => {
    const { draft, losses } = fromZenodoJson(recorded.given);
    const { metadata, custom_fields } = await made(draft);
    expect({ metadata, custom_fields }).toEqual(recorded.native);
    expect(losses).toEqual([]);
  });

  it.each([
    ['an article', { upload_type: 'publication', publication_type: 'article', journal_title: 'J', journal_volume: '3' }],
    ['a figure', { upload_type: 'image', image_type: 'figure' }],
    ['an embargo', { access_right: 'embargoed', embargo_date: '2099-01-01' }],
    ['restricted files', { access_right: 'restricted' }],
    ['an upper-case licence', { license: 'CC-BY-4.0' }],
    ['an old licence', { license: 'cc-zero' }],
    ['a licence as an object', { license: { id: 'apache2.0' } }],
    ['a licence without an id of today', { license: 'gfdl' }],
    ['a year for a date', { publication_date: '2026' }],
    ['a creator of one word', { creators: [{ name: 'CERN' }] }],
    ['a name without a comma', { creators: [{ name: 'Marie Curie' }] }],
    ['a name with two commas', { creators: [{ name: 'Curie, Marie, Dr.' }] }],
    ['keywords', { keywords: ['xrd', 'powder diffraction'] }],
    ['a language of two letters', { language: 'fr' }],
    ['a related work with a slip of old', { related_identifiers: [{ identifier: '10.1234/foo', relation: 'isOrignialFormOf' }] }],
    ['another identifier of its own', { related_identifiers: [{ identifier: '10.1234/foo', relation: 'isAlternateIdentifier' }] }],
    ['a contributor', { contributors: [{ name: 'Curie, Pierre', type: 'DataCollector', affiliation: 'ESPCI' }] }],
    ['a DOI from elsewhere', { doi: '10.1234/ours.1' }],
    ['a grant by its funder', { grants: [{ id: '10.13039/501100000780::101000001' }] }],
    ['a single date', { dates: [{ start: '2026-01-01', type: 'Collected' }] }],
  ])('with %s becomes the draft that the deposit API makes of it', async (_what, more) => {
    const given = { ...usual, ...more };
    const answer = await fetch(`${target.standIn.url}/api/deposit/depositions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${target.standIn.tokens.owner}`, 'content-type': 'application/json' },
      body: JSON.stringify({ metadata: given }),
    });
    const { id } = (await answer.json()) as { id: number };

    const { draft, losses } = fromZenodoJson(given);
    expect(await made(draft)).toEqual(await shown(String(id)));
    expect(losses).toEqual([]);
  });

  it('tells what it could not take over, and where', () => {
    const { draft, losses, communities } = fromZenodoJson({
      title: 7,
      upload_type: 'dataset',
      creators: [{ name: 'Curie, Marie', orcid: 'mine' }, 'Pierre'],
      contributors: [{ name: 'Becquerel, Henri' }],
      communities: [{ identifier: 'xrd-lab' }, { id: 'other' }],
      doi: 'https://doi.org/10.5281/zenodo.7',
      language: 'klingon',
      dates: [{ type: 'Collected' }],
      locations: [{ place: 'Null Island', lat: 0, lon: 0 }],
      access_conditions: 'ask',
      frob: 1,
    });
    const lost = 'access_conditions communities.1 contributors.0.type creators.0.orcid creators.1 dates.0 doi frob language title'.split(
      ' ',
    );
    expect(losses.map(({ field }) => field).toSorted()).toEqual(lost);
    expect(losses.find(({ field }) => field === 'title')?.message).toBe('"title" is no text, and is left out.');
    expect(communities).toEqual(['xrd-lab']);
    expect(draft).toEqual({
      metadata: {
        resource_type: { id: 'dataset' },
        creators: [{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }],
        locations: { features: [{ place: 'Null Island', geometry: { type: 'Point', coordinates: [0, 0] } }] },
      },
    });
  });

  it.each([{ access_right: 'closed' }, { access_right: 'embargoed' }, { access_right: 'secret' }, { access_right: 1 }])(
    'of which %j cannot be kept as it is opens no file, and says so',
    (access) => {
      const { draft, losses } = fromZenodoJson({ title: 'Coral', ...access });
      expect(draft.access).toEqual({ record: 'public', files: 'restricted' });
      expect(losses).not.toEqual([]);
    },
  );

  it.each([[undefined], ['{}'], [[]], [{}], [{ name: 'x' }]])('that is %j is refused', (json) => {
    const attempt = () => fromZenodoJson(json);
    expect(attempt).toThrow(expect.toSatisfy(isConfigurationError));
  });

  it('knows every language that has two letters', () => {
    const long = Object.values(iso6393To1).map((language) => fromZenodoJson({ title: 'x', language }).draft.metadata?.languages?.[0]?.id);
    expect(long).toEqual(Object.keys(iso6393To1));
  });
});
