import { iso6393 } from 'iso-639-3';
import { type Doc, isDoc } from '../json.ts';
import affiliations from './data/affiliations.json' with { type: 'json' };
import awards from './data/awards.json' with { type: 'json' };
import communityTypes from './data/community-types.json' with { type: 'json' };
import contributorRoles from './data/contributor-roles.json' with { type: 'json' };
import creatorRoles from './data/creator-roles.json' with { type: 'json' };
import dateTypes from './data/date-types.json' with { type: 'json' };
import descriptionTypes from './data/description-types.json' with { type: 'json' };
import developmentStatus from './data/development-status.json' with { type: 'json' };
import funders from './data/funders.json' with { type: 'json' };
import licenses from './data/licenses.json' with { type: 'json' };
import names from './data/names.json' with { type: 'json' };
import programmingLanguages from './data/programming-languages.json' with { type: 'json' };
import relationTypes from './data/relation-types.json' with { type: 'json' };
import removalReasons from './data/removal-reasons.json' with { type: 'json' };
import resourceTypes from './data/resource-types.json' with { type: 'json' };
import subjects from './data/subjects.json' with { type: 'json' };
import titleTypes from './data/title-types.json' with { type: 'json' };

/** A list of known ids, as Zenodo's vocabularies are. */
export interface Vocabulary {
  /** The term without its id, or undefined for an unknown id. */
  find(id: string): Doc | undefined;
  /** Every term with its id. */
  all(): Iterable<readonly [id: string, term: Doc]>;
}

function listed(terms: object): Vocabulary {
  const known = new Map(Object.entries(terms as Record<string, Doc>));
  return { find: (id) => known.get(id), all: () => known };
}

/** Made when it is first asked for: it is long, and many tests name no language. */
function later(make: () => Vocabulary): Vocabulary {
  let made: Vocabulary | undefined;
  const vocabulary = () => (made ??= make());
  return { find: (id) => vocabulary().find(id), all: () => vocabulary().all() };
}

/** Languages by their ISO 639-3 code. */
const languages = later(() =>
  listed(
    Object.fromEntries(
      iso6393.map(({ iso6393: id, name, scope, type, iso6391 }) => [
        id,
        { title: { en: name }, tags: [scope, type], props: { alpha_2: iso6391 ?? '' } },
      ]),
    ),
  ),
);

export const vocabularies = {
  affiliations: listed(affiliations),
  awards: listed(awards),
  'community-types': listed(communityTypes),
  'contributor-roles': listed(contributorRoles),
  'creator-roles': listed(creatorRoles),
  'date-types': listed(dateTypes),
  'description-types': listed(descriptionTypes),
  'development-status': listed(developmentStatus),
  funders: listed(funders),
  languages,
  licenses: listed(licenses),
  names: listed(names),
  'programming-languages': listed(programmingLanguages),
  'relation-types': listed(relationTypes),
  'removal-reasons': listed(removalReasons),
  'resource-types': listed(resourceTypes),
  subjects: listed(subjects),
  'title-types': listed(titleTypes),
} satisfies Record<string, Vocabulary>;

export type VocabularyName = keyof typeof vocabularies;

/** The term's mapping to another system, such as `props.datacite`. */
export function termProperty(vocabulary: VocabularyName, id: string, name: string): string | undefined {
  const props = vocabularies[vocabulary].find(id)?.['props'];
  const value = isDoc(props) ? props[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The English title of a term. */
export function termTitle(vocabulary: VocabularyName, id: string): string | undefined {
  const title = vocabularies[vocabulary].find(id)?.['title'];
  const english = isDoc(title) ? title['en'] : undefined;
  return typeof english === 'string' ? english : undefined;
}
