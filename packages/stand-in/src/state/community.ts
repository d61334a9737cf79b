import type { Doc } from '../json.ts';
import type { FileState } from './entry.ts';

export type Role = 'reader' | 'curator' | 'manager' | 'owner';

/** A user in a community, or one who is invited or has asked to join. */
export interface Member {
  readonly id: string;
  readonly userId: string;
  readonly role: Role;
  readonly visible: boolean;
  /** Once an invitation or a wish to join is accepted. */
  readonly active: boolean;
  /** The invitation or wish to join. */
  readonly requestId?: string;
  /** True for an invitation or wish that came to its end; kept to be listed. */
  readonly isOver?: boolean;
  readonly created: string;
  readonly updated: string;
  readonly revision: number;
}

/** Treated as immutable: a change is a new object, saved. */
export interface Community {
  readonly id: string;
  readonly slug: string;
  readonly created: string;
  readonly updated: string;
  readonly revision: number;
  readonly metadata: Doc;
  readonly access: Doc;
  readonly customFields?: Doc;
  /** How its pages look, which an administrator says. */
  readonly theme?: Doc;
  readonly members: readonly Member[];
  /** What is said of it once it is deleted. It is gone then, and its slug stays taken. */
  readonly tombstone?: Doc;
  readonly logo?: FileState;
  /** Where its logos are, from the first one on. */
  readonly bucketId?: string;
  /** True when other communities may stand below it, which an administrator allows. */
  readonly takesChildren?: boolean;
  /** Id of the community that it stands below. */
  readonly parentId?: string;
  readonly featured?: readonly Feature[];
  /** Its records, sorted into collections: a tree for each way of sorting. */
  readonly trees?: readonly CollectionTree[];
}

/** An administrator's choice to show a community among the featured ones. */
export interface Feature {
  readonly id: number;
  /** Milliseconds since 1970 from which it is shown. */
  readonly startsAt: number;
}

export interface CollectionTree {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly order: number;
  readonly collections: readonly Collection[];
}

/** Those records of a community that a query finds; below another collection those that both queries find. */
export interface Collection {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly order: number;
  readonly query: string;
  readonly parentId?: number;
}
