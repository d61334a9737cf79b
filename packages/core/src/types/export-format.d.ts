/** What a record can be had as. */
export type ExportFormat = 'json' | 'zenodo-json' | 'json-ld' | 'csl' | 'datacite-json' | 'datacite-xml' | 'dublincore' | 'marcxml' | 'bibtex' | 'geojson' | 'dcat-ap' | 'datapackage' | 'linkset' | 'csv' | 'cff' | 'codemeta';
/** Media types of the API, by Zenodo's names for its exports. CFF and CodeMeta are made by its pages alone. */
export declare const exportTypes: Readonly<Record<Exclude<ExportFormat, 'cff' | 'codemeta'>, string>>;
