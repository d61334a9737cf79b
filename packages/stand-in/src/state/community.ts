import type { Doc } from '../json.ts';

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
  readonly members: readonly Member[];
  /** Gone, and its slug stays taken. */
  readonly deleted?: boolean;
  /** Milliseconds since 1970 from which an administrator shows it among the featured ones. */
  readonly featuredAt?: number;
}
