/** How often a record was looked at and loaded. Counted at night; programs are not counted. */
export interface RecordStatistics {
    readonly this_version: StatisticsOf;
    /** Of all versions together. */
    readonly all_versions: StatisticsOf;
}
export interface StatisticsOf {
    readonly views?: number;
    readonly unique_views?: number;
    readonly downloads?: number;
    readonly unique_downloads?: number;
    /** Bytes. */
    readonly data_volume?: number;
}
