import type { Route } from '../http/router.ts';
import { communityRoutes } from './communities.ts';
import { controlRoutes } from './control.ts';
import { dataciteRoutes } from './datacite.ts';
import { doiRoutes } from './dois.ts';
import { draftRoutes } from './drafts.ts';
import { fileRoutes } from './files.ts';
import { listingRoutes } from './listings.ts';
import { pageRoutes } from './pages.ts';
import { recordRoutes } from './records.ts';
import { versionRoutes } from './versions.ts';

/** Every route, the more special ones first. */
export const routes: readonly Route[] = [
  ...listingRoutes,
  ...communityRoutes,
  ...versionRoutes,
  ...doiRoutes,
  ...fileRoutes,
  ...draftRoutes,
  ...recordRoutes,
  ...dataciteRoutes,
  ...controlRoutes,
  ...pageRoutes,
];
