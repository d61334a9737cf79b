import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { simplify } from '../Zenodo/shared/fields.ts';
import { communityLocator } from '../Zenodo/shared/locators.ts';
import { type Choice, choices, type EventChoice, eventOptions, eventsThatWatch, isAboutRequests, type Watched } from './choices.ts';

const places: { readonly [Place in Watched]: INodePropertyOptions } = {
  community: { name: 'In a Community', value: 'community', description: 'Records of one community' },
  dois: { name: 'Certain DOIs', value: 'dois', description: 'DOIs that you name; one that works already is told once' },
  own: { name: 'My Own', value: 'own', description: 'Records of the account of the credential' },
  records: { name: 'Certain Records', value: 'records', description: 'Records that you name, with all their versions' },
  search: { name: 'Found by a Search', value: 'search', description: 'Records that a search finds' },
};
const requestPlaces: typeof places = {
  ...places,
  community: { name: 'To a Community', value: 'community', description: 'Requests to a community that the account curates' },
  own: { name: 'My Own', value: 'own', description: 'Requests that the account made or receives' },
};

/** Events that have the same places to choose from, in the same order, have one field together. */
function placeFields(): INodeProperties[] {
  const groups = new Map<string, EventChoice[]>();
  for (const event of Object.keys(choices) as EventChoice[]) {
    const { where }: Choice = choices[event];
    const key = `${isAboutRequests(event) ? 'requests' : 'records'} ${where.join(' ')}`;
    if (where.length > 1) groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()].map((events) => {
    const [first] = events;
    const { where }: Choice = choices[first!];
    const names = isAboutRequests(first!) ? requestPlaces : places;
    return {
      displayName: isAboutRequests(first!) ? 'Requests' : 'Records',
      name: 'watched',
      type: 'options',
      options: where.map((place) => names[place]).sort((a, b) => (a.name < b.name ? -1 : 1)),
      default: 'own',
      description: 'Where to look for changes',
      displayOptions: { show: { event: events } },
    };
  });
}

/** A field for a place: once for the events that look nowhere else, once for those where it was chosen. */
function at(place: Watched, field: INodeProperties): INodeProperties[] {
  const events = eventsThatWatch(place);
  const only = events.filter((event) => choices[event].where.length === 1);
  const chosen = events.filter((event) => choices[event].where.length > 1);
  const shown = (show: NonNullable<INodeProperties['displayOptions']>['show']) => ({ ...field, displayOptions: { show: show! } });
  return [...(only.length > 0 ? [shown({ event: only })] : []), ...(chosen.length > 0 ? [shown({ event: chosen, watched: [place] })] : [])];
}

const query: INodeProperties = {
  displayName: 'Query',
  name: 'query',
  type: 'string',
  default: '',
  placeholder: 'e.g. metadata.title:coral AND access.files:public',
  description: 'Words, or fields and operators of the search on Zenodo. Empty watches all of Zenodo.',
};

const recordList: INodeProperties = {
  displayName: 'Record IDs',
  name: 'records',
  type: 'string',
  typeOptions: { rows: 3 },
  default: '',
  required: true,
  placeholder: 'e.g. 10075034, 10.5281/zenodo.10075034',
  description: 'IDs, addresses or DOIs, separated by commas or on lines of their own; up to 200. All versions of each are watched.',
};

const doiList: INodeProperties = {
  displayName: 'DOIs',
  name: 'dois',
  type: 'string',
  typeOptions: { rows: 3 },
  default: '',
  required: true,
  placeholder: 'e.g. 10.5281/zenodo.10075034',
  description: 'Separated by commas, or on lines of their own; up to 200',
};

const options: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add Option',
  default: {},
  options: [
    {
      displayName: 'DataCite URL',
      name: 'dataciteUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://api.datacite.org',
      description:
        'Where DOIs are looked up, if the credential is for another InvenioRDM instance. For Zenodo and its sandbox it is known.',
      displayOptions: { show: { '/event': ['doiFindable'] } },
    },
    {
      displayName: 'Days Before Embargo Ends',
      name: 'days',
      type: 'number',
      typeOptions: { minValue: 0, maxValue: 365 },
      default: 7,
      description: 'How many days before its end an embargo is told',
      displayOptions: { show: { '/event': ['embargoEnding'] } },
    },
    {
      displayName: 'Include Files',
      name: 'includeFiles',
      type: 'boolean',
      default: false,
      description: 'Whether to add the list of files of each record, which takes one more request for each',
      displayOptions: { hide: { '/event': ['recordDeleted'] } },
    },
    {
      displayName: 'Max Items per Poll',
      name: 'most',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 1000 },
      default: 50,
      description: 'What is over comes with the next poll',
    },
    {
      displayName: 'Search Share (%)',
      name: 'share',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 100 },
      default: 10,
      description:
        'The part of the 30 searches a minute that this trigger may use, of those that Zenodo allows for all of this n8n together',
    },
    simplify,
  ],
};

/** All fields of the trigger below the credential. */
export const fields: INodeProperties[] = [
  {
    displayName: 'Trigger On',
    name: 'event',
    type: 'options',
    noDataExpression: true,
    options: eventOptions,
    default: 'newRecord',
    required: true,
  },
  ...placeFields(),
  ...at('search', query),
  ...at('community', communityLocator({}, 'The community to watch')),
  ...at('records', recordList),
  ...at('dois', doiList),
  options,
];
