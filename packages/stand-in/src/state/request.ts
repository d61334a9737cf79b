import type { Doc } from '../json.ts';
import type { FileState } from './entry.ts';

export type RequestType =
  | 'community-submission'
  | 'community-inclusion'
  | 'community-invitation'
  | 'community-membership-request'
  | 'record-deletion'
  | 'user-access-request'
  | 'quota-increase'
  | 'file-modification'
  | 'subcommunity';

export type RequestStatus = 'created' | 'submitted' | 'accepted' | 'declined' | 'cancelled' | 'expired';

/** A comment (`C`) or a note of what happened (`L`) in the timeline of a request. */
export interface RequestEvent {
  readonly id: string;
  readonly type: 'C' | 'L';
  readonly created: string;
  readonly updated: string;
  readonly revision: number;
  /** `{ user: id }`, or `{ user: 'system' }` for what the server says by itself. */
  readonly createdBy: Doc;
  readonly payload: Doc;
  /** The comment that this one replies to. */
  readonly parentId: string | null;
}

/** Something that one party asks of another. Treated as immutable: a change is a new object, saved. */
export interface ReviewRequest {
  readonly id: string;
  readonly number: string;
  readonly type: RequestType;
  readonly status: RequestStatus;
  readonly title: string;
  readonly description?: string;
  /** User id. */
  readonly createdBy: string;
  /** Who decides: `{ community }`, `{ user }`; null when nobody has to. */
  readonly receiver: Doc | null;
  /** What it is about: `{ record }` or `{ community }`. */
  readonly topic: Doc;
  readonly payload?: Doc;
  readonly expiresAt: string | null;
  readonly isLocked: boolean;
  readonly created: string;
  readonly updated: string;
  readonly revision: number;
  readonly events: readonly RequestEvent[];
  /** What was uploaded for comments to show. */
  readonly files?: readonly FileState[];
}
