import type { Route } from '../http/router.ts';
import { accessRoutes } from './access.ts';
import { archiveRoutes } from './archives.ts';
import { blockedAccountRoutes } from './blocked-accounts.ts';
import { bucketRoutes } from './buckets.ts';
import { collectionRoutes } from './collections.ts';
import { commentRoutes } from './comments.ts';
import { communityRoutes } from './communities.ts';
import { communityLogoRoutes } from './community-logos.ts';
import { communityMemberRoutes } from './community-members.ts';
import { communityPageRoutes } from './community-pages.ts';
import { controlRoutes } from './control.ts';
import { dataciteRoutes } from './datacite.ts';
import { depositionFileRoutes } from './deposition-files.ts';
import { depositionRoutes } from './depositions.ts';
import { doiRoutes } from './dois.ts';
import { draftRoutes } from './drafts.ts';
import { exportRoutes } from './exports.ts';
import { extraFormatRoutes } from './extra-formats.ts';
import { featuredCommunityRoutes } from './featured-communities.ts';
import { fileRoutes } from './files.ts';
import { homeRoutes } from './home.ts';
import { iiifRoutes } from './iiif.ts';
import { listingRoutes } from './listings.ts';
import { mediaFileRoutes } from './media-files.ts';
import { oaiRoutes } from './oai.ts';
import { oauthRoutes } from './oauth.ts';
import { ownerRequestRoutes } from './owner-requests.ts';
import { pageRoutes } from './pages.ts';
import { recordCommunityRoutes } from './record-communities.ts';
import { recordRoutes } from './records.ts';
import { redirectRoutes } from './redirects.ts';
import { removalRoutes } from './removal.ts';
import { requestFileRoutes } from './request-files.ts';
import { requestRoutes } from './requests.ts';
import { reviewRoutes } from './reviews.ts';
import { statisticsRoutes } from './statistics.ts';
import { subcommunityRoutes } from './subcommunities.ts';
import { userRoutes } from './users.ts';
import { versionRoutes } from './versions.ts';
import { vocabularyRoutes } from './vocabularies.ts';

/** Every route, the more special ones first. */
export const routes: readonly Route[] = [
  ...listingRoutes,
  ...featuredCommunityRoutes,
  ...communityRoutes,
  ...communityLogoRoutes,
  ...subcommunityRoutes,
  ...collectionRoutes,
  ...communityMemberRoutes,
  ...requestRoutes,
  ...commentRoutes,
  ...requestFileRoutes,
  ...reviewRoutes,
  ...recordCommunityRoutes,
  ...accessRoutes,
  ...removalRoutes,
  ...ownerRequestRoutes,
  ...versionRoutes,
  ...doiRoutes,
  ...archiveRoutes,
  ...mediaFileRoutes,
  ...extraFormatRoutes,
  ...fileRoutes,
  ...draftRoutes,
  ...recordRoutes,
  ...depositionRoutes,
  ...depositionFileRoutes,
  ...bucketRoutes,
  ...userRoutes,
  ...statisticsRoutes,
  ...vocabularyRoutes,
  ...dataciteRoutes,
  ...controlRoutes,
  ...blockedAccountRoutes,
  ...oaiRoutes,
  ...oauthRoutes,
  ...redirectRoutes,
  ...iiifRoutes,
  ...exportRoutes,
  ...communityPageRoutes,
  ...homeRoutes,
  ...pageRoutes,
];
