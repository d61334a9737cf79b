import type { App } from '../app.ts';
import { element, type XmlElement } from '../exports/xml.ts';
import { docAt, textAt } from '../json.ts';
import type { Content, Entry } from '../state/entry.ts';

/** A set that Zenodo keeps itself: which records are in it follows from what they are. */
interface FixedSet {
  readonly spec: string;
  readonly name: string;
  readonly holds: (content: Content) => boolean;
}

const isOfType = (content: Content, ...types: readonly string[]) =>
  types.includes(textAt(docAt(content.metadata, 'resource_type'), 'id') ?? '');

export const FIXED_SETS: readonly FixedSet[] = [
  {
    spec: 'openaire',
    name: 'OpenAIRE',
    holds: (content) => content.access['files'] === 'public' && isOfType(content, 'publication', 'poster', 'presentation'),
  },
  { spec: 'openaire_data', name: 'OpenAIRE Data', holds: (content) => isOfType(content, 'dataset') },
  { spec: 'software', name: 'Software', holds: (content) => isOfType(content, 'software') },
];

/** The sets that a published version is in: those of its communities, and the fixed ones. */
export function setsOf({ communities, record }: Entry): string[] {
  return [
    ...(communities ?? []).map(({ slug }) => `user-${slug}`),
    ...FIXED_SETS.filter(({ holds }) => record !== undefined && holds(record)).map(({ spec }) => spec),
  ];
}

/** All sets as they are listed: the fixed ones, and one for each community. */
export function listedSets(app: App): { element: XmlElement }[] {
  const communities = [...app.store.communities.all()].filter(({ tombstone }) => !tombstone);
  return [
    ...FIXED_SETS.map(({ spec, name }) => setElement(spec, name)),
    ...communities.map(({ slug, metadata }) =>
      setElement(`user-${slug}`, textAt(metadata, 'title') ?? slug, textAt(metadata, 'description')),
    ),
  ];
}

function setElement(spec: string, name: string, description?: string): { element: XmlElement } {
  const namespace = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
  const described = element(
    'setDescription',
    {},
    element(
      'oai_dc:dc',
      { 'xmlns:oai_dc': namespace, 'xmlns:dc': 'http://purl.org/dc/elements/1.1/', 'xsi:schemaLocation': namespace },
      element('dc:description', {}, description),
    ),
  );
  return { element: element('set', {}, element('setSpec', {}, spec), element('setName', {}, name), description ? described : undefined) };
}
