import { approvalEndpoints } from './approval-endpoints.ts';
import { auditEndpoints } from './audit-endpoints.ts';
import { deadLetterEndpoints } from './dead-letter-endpoints.ts';
import { depositEndpoints } from './deposit-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { eventEndpoints } from './event-endpoints.ts';
import { subscriptionEndpoints } from './subscription-endpoints.ts';
import { tokenEndpoints } from './token-endpoints.ts';

export const apiBase = '/api/v1';

/** All of the API; the controller serves these and OpenAPI tells of them. */
export const endpoints: readonly Endpoint[] = [
  ...depositEndpoints,
  ...approvalEndpoints,
  ...eventEndpoints,
  ...deadLetterEndpoints,
  ...subscriptionEndpoints,
  ...tokenEndpoints,
  ...auditEndpoints,
];
