import { doiOf } from '../app.ts';
import { type Doc, docAt, docsAt, type Json, textAt } from '../json.ts';
import { GROUPED_FIELDS } from '../rules/deposition/custom-fields.ts';
import type { Content, Entry } from '../state/entry.ts';
import { legacyFunder } from '../vocabularies/legacy-funders.ts';
import { legacyLicense } from '../vocabularies/legacy-licenses.ts';
import { withCustomTerms, withTerms } from '../vocabularies/references.ts';
import { contributorView, dateView, NAMED, personView, placeView, relatedView } from './zenodo-metadata.ts';

/** The `metadata` of a deposition: what its draft or record says, in the names of the old dialect. */
export function depositionMetadata(entry: Entry, content: Content, communities: readonly string[]): Doc {
  const { customFields, access } = content;
  const metadata = withTerms(content.metadata);
  const list = (key: string, view: (item: Doc) => Json | undefined) =>
    filled(docsAt(metadata, key).flatMap((item): Json[] => [view(item)].filter((one) => one !== undefined)));
  const description = (type: string) =>
    textAt(docsAt(metadata, 'additional_descriptions').find((one) => docAt(one, 'type')['id'] === type) ?? {}, 'description');
  return present({
    title: metadata['title'],
    doi: docAt(content.pids, 'doi')['identifier'],
    publication_date: metadata['publication_date'],
    description: metadata['description'],
    access_right: accessRight(access),
    embargo_date: docAt(access, 'embargo')['until'],
    creators: list('creators', personView),
    contributors: list('contributors', contributorView),
    keywords: list('subjects', (subject) => (subject['id'] ? undefined : subject['subject'] || undefined)),
    subjects: customFields['legacy:subjects'],
    related_identifiers: filled([...docsAt(metadata, 'related_identifiers').map(relatedView), ...alternates(metadata)]),
    locations: filled(docsAt(docAt(metadata, 'locations'), 'features').map(placeView)),
    dates: list('dates', dateView),
    version: metadata['version'],
    references: list('references', (one) => one['reference'] ?? ''),
    language: docsAt(metadata, 'languages')[0]?.['id'],
    custom: customView(withCustomTerms(customFields)),
    communities: filled(communities.map((identifier) => ({ identifier }))),
    grants: list('funding', grantView),
    license: licenseView(metadata),
    imprint_publisher: metadata['publisher'],
    ...groupedView(customFields),
    notes: description('notes') || undefined,
    method: description('methods') || undefined,
    ...typeView(metadata),
    prereserve_doi: { doi: doiOf(entry.id), recid: Number(entry.id) },
  });
}

function accessRight(access: Doc): string {
  if (access['files'] === 'public') return 'open';
  return docAt(access, 'embargo')['active'] === true ? 'embargoed' : 'restricted';
}

/** Identifiers of the work itself, which the old dialect counts among the related ones. */
function alternates(metadata: Doc): Doc[] {
  return docsAt(metadata, 'identifiers').map((one) => ({
    identifier: one['identifier'] ?? '',
    relation: 'isAlternateIdentifier',
    scheme: one['scheme'] ?? '',
  }));
}

function customView(customFields: Doc): Doc | undefined {
  const kept = Object.entries(customFields).filter(([name]) => !NAMED.some((prefix) => name.startsWith(prefix)));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** A grant by its funder's DOI and its number; projects of FP7 by the number alone. */
function grantView(funding: Doc): Json | undefined {
  const { number, program } = docAt(funding, 'award');
  const funder = textAt(docAt(funding, 'funder'), 'id');
  if (typeof number !== 'string' || number === '' || !funder) return undefined;
  return { id: program === 'FP7' ? number : `${legacyFunder(funder)}::${number}` };
}

function licenseView(metadata: Doc): Json | undefined {
  const id = textAt(docsAt(metadata, 'rights')[0] ?? {}, 'id');
  return id === undefined ? undefined : legacyLicense(id);
}

function groupedView(customFields: Doc): Doc {
  const shown: Record<string, Json | undefined> = {};
  for (const [group, names] of Object.entries(GROUPED_FIELDS))
    for (const [name, part] of Object.entries(names)) shown[name] = docAt(customFields, group)[part];
  return present(shown);
}

function typeView(metadata: Doc): Doc {
  const id = textAt(docAt(metadata, 'resource_type'), 'id');
  if (!id) return {};
  const [type = id, ...details] = id.split('-');
  return { upload_type: type, ...(details.length > 0 ? { [`${type}_type`]: details.at(-1)! } : {}) };
}

function filled(items: Json[]): Json[] | undefined {
  return items.length > 0 ? items : undefined;
}

function present(values: Record<string, Json | undefined>): Doc {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
