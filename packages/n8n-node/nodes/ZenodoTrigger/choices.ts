import type { EventType } from '@zenodo-connect/core/portable';
import type { INodePropertyOptions } from 'n8n-workflow';

/** Where changes are looked for. */
export type Watched = 'own' | 'community' | 'search' | 'records' | 'dois';

/** What a person can choose to be told of, in the order of the labels. */
export interface Choice {
  readonly name: string;
  readonly description: string;
  /** Events of core that it stands for. */
  readonly types: readonly EventType[];
  /** Where it can look; `own` is the default. With one there is nothing to choose. */
  readonly where: readonly Watched[];
}

const records: readonly Watched[] = ['own', 'community', 'search', 'records'];

export const choices = {
  doiFindable: {
    name: 'DOI Findable',
    description: 'A DOI can be found at DataCite, so that it works everywhere; seconds to hours after publication',
    types: ['doi.findable'],
    where: ['own', 'community', 'dois', 'search'],
  },
  embargoEnding: {
    name: 'Embargo Ending',
    description: 'The embargo of a record ends in some days, 7 unless told otherwise',
    types: ['embargo.ending'],
    where: records,
  },
  embargoLifted: {
    name: 'Embargo Lifted',
    description: 'The files of a record were opened at the end of its embargo',
    types: ['embargo.lifted'],
    where: records,
  },
  newOwnRecord: {
    name: 'New Own Record',
    description: 'The account of the credential published a record',
    types: ['record.published'],
    where: ['own'],
  },
  newRecord: {
    name: 'New Record',
    description: 'A record was published that a search finds',
    types: ['record.published'],
    where: ['search'],
  },
  newRecordInCommunity: {
    name: 'New Record in Community',
    description: 'A community took in a record, new or old',
    types: ['community.record.added'],
    where: ['community'],
  },
  newVersion: {
    name: 'New Version of Record',
    description: 'A later version of a record was published',
    types: ['version.published'],
    where: records,
  },
  recordChanged: {
    name: 'Record Changed',
    description: 'The metadata, the access or the files of a published record changed',
    types: ['metadata.changed', 'files.changed'],
    where: records,
  },
  recordDeleted: {
    name: 'Record Deleted',
    description: 'A record was deleted, and only a note of it is left',
    types: ['record.deleted'],
    where: records,
  },
  requestCreated: {
    name: 'Request Created',
    description: 'A record was submitted to a community, or is to be included in one',
    types: ['community.request.submitted'],
    where: ['own', 'community'],
  },
  requestDecided: {
    name: 'Request Decided',
    description: 'Such a request was accepted, declined or cancelled, or it expired',
    types: ['community.request.accepted', 'community.request.declined', 'community.request.cancelled', 'community.request.expired'],
    where: ['own', 'community'],
  },
} as const satisfies { readonly [event: string]: Choice };

export type EventChoice = keyof typeof choices;

const eventChoices = Object.keys(choices) as EventChoice[];

export const eventOptions: INodePropertyOptions[] = eventChoices
  .map((value) => ({ value, name: choices[value].name, description: choices[value].description }))
  // Not localeCompare: its first call costs the start of n8n 6 ms, and these are English words in title case.
  .sort((a, b) => (a.name < b.name ? -1 : 1));

/** The events that can look there. */
export const eventsThatWatch = (place: Watched): EventChoice[] =>
  eventChoices.filter((event) => (choices[event].where as readonly Watched[]).includes(place));

/** Whether it is about requests rather than records. */
export const isAboutRequests = (event: EventChoice): boolean => event === 'requestCreated' || event === 'requestDecided';
