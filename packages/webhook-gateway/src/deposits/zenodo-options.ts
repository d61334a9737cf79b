import type { Store } from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import { PublishCounts } from '../tables/publish-counts.ts';

/** The account of the gateway, as core's client knows it; what it may publish a day is counted in the store. */
export function zenodoOptions({ url, perDay, ...rest }: Settings['zenodo'], store: Store) {
  return { baseUrl: url, publishGuard: { perDay, counter: new PublishCounts(store) }, ...rest };
}
