import type { StatisticsOf } from '@zenodo-connect/core/portable';
import { raw } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** How often a record was looked at and loaded. Zenodo counts at night. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('recordId');
  const statistics = await turn.zenodo.records.statistics(id, turn.call);
  if (!turn.simplify) return turn.gives({ id, ...raw(statistics) });
  const { this_version: one, all_versions: all } = statistics;
  const some = (of: StatisticsOf | undefined, name: keyof StatisticsOf) => of?.[name] ?? 0;
  return turn.gives({
    id,
    views: some(one, 'views'),
    uniqueViews: some(one, 'unique_views'),
    downloads: some(one, 'downloads'),
    uniqueDownloads: some(one, 'unique_downloads'),
    dataVolume: some(one, 'data_volume'),
    allVersionsViews: some(all, 'views'),
    allVersionsUniqueViews: some(all, 'unique_views'),
    allVersionsDownloads: some(all, 'downloads'),
    allVersionsUniqueDownloads: some(all, 'unique_downloads'),
  });
};
