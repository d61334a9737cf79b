import type { VocabularyName } from '@zenodo-connect/core/portable';
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { credentialOf } from '../shared/transport.ts';

/** Vocabularies change with releases of the host; the form asks for them whenever it is opened. */
const keptForMs = 10 * 60_000;
const kept = new Map<string, { readonly until: number; readonly options: Promise<INodePropertyOptions[]> }>();

/** The terms of one of the lists of the host that the credential names, by their English titles. */
const terms = (name: VocabularyName) =>
  async function load(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
    const { environment, baseUrl = '' } = await this.getCredentials<{ environment: string; baseUrl?: string }>(credentialOf(this));
    const at = `${environment} ${baseUrl} ${name}`;
    const known = kept.get(at);
    if (known && known.until > Date.now()) return known.options;
    const options = loaded(this, name);
    kept.set(at, { until: Date.now() + keptForMs, options });
    // What failed is not kept.
    options.catch(() => kept.delete(at));
    return options;
  };

async function loaded(context: ILoadOptionsFunctions, name: VocabularyName): Promise<INodePropertyOptions[]> {
  const { answerFor } = await import('../shared/form.ts');
  const options = await answerFor(context, async (zenodo) => {
    const all: INodePropertyOptions[] = [];
    for await (const { id, title } of zenodo.vocabularies.search(name, { size: 1000 })) all.push({ name: title?.['en'] ?? id, value: id });
    return all;
  });
  return options.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

export const loadOptions = {
  getCommunityTypes: terms('communitytypes'),
  getContributorRoles: terms('contributorsroles'),
  getDateTypes: terms('datetypes'),
  getRelationTypes: terms('relationtypes'),
  getResourceTypes: terms('resourcetypes'),
};
