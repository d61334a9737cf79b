/** What a record can be had as. */
export type ExportFormat =
  | 'json'
  | 'zenodo-json'
  | 'json-ld'
  | 'csl'
  | 'datacite-json'
  | 'datacite-xml'
  | 'dublincore'
  | 'marcxml'
  | 'bibtex'
  | 'geojson'
  | 'dcat-ap'
  | 'datapackage'
  | 'linkset'
  | 'csv'
  | 'cff'
  | 'codemeta';

/** Media types of the API, by Zenodo's names for its exports. CFF and CodeMeta are made by its pages alone. */
export const exportTypes: Readonly<Record<Exclude<ExportFormat, 'cff' | 'codemeta'>, string>> = {
  json: 'application/vnd.inveniordm.v1+json',
  'zenodo-json': 'application/vnd.zenodo.v1+json',
  'json-ld': 'application/ld+json',
  csl: 'application/vnd.citationstyles.csl+json',
  'datacite-json': 'application/vnd.datacite.datacite+json',
  'datacite-xml': 'application/vnd.datacite.datacite+xml',
  dublincore: 'application/x-dc+xml',
  marcxml: 'application/marcxml+xml',
  bibtex: 'application/x-bibtex',
  geojson: 'application/vnd.geo+json',
  'dcat-ap': 'application/dcat+xml',
  datapackage: 'application/ld+json;profile="https://datapackage.org/profiles/2.0/datapackage.json"',
  linkset: 'application/linkset+json',
  csv: 'application/vnd.inveniordm.v1.full+csv',
};
