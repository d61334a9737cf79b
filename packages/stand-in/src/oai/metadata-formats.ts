import { dataciteJson } from '../exports/datacite-json.ts';
import { dataciteXml } from '../exports/datacite-xml.ts';
import { dcat } from '../exports/dcat.ts';
import { dublinCore } from '../exports/dublin-core.ts';
import { marcxml } from '../exports/marcxml.ts';
import type { ExportSource } from '../exports/source.ts';
import { element, printXml, withoutCdata, type XmlNode } from '../exports/xml.ts';

interface MetadataFormat {
  readonly schema: string;
  readonly namespace: string;
  readonly of: (source: ExportSource) => XmlNode;
}

const DATACITE_OAI = 'http://schema.datacite.org/oai/oai-1.1/';

const marc: MetadataFormat = {
  schema: 'https://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd',
  namespace: 'https://www.loc.gov/standards/marcxml/',
  of: (source) => ({ verbatim: printXml(marcxml(source)) }),
};
const datacite: MetadataFormat = {
  schema: 'http://schema.datacite.org/meta/kernel-4.5/metadata.xsd',
  namespace: 'http://datacite.org/schema/kernel-4',
  of: (source) => dataciteXml(dataciteJson(source, 'harvester'), true),
};
const wrappedDatacite: MetadataFormat = {
  schema: `${DATACITE_OAI}oai.xsd`,
  namespace: DATACITE_OAI,
  of: (source) =>
    element(
      'oai_datacite',
      { xmlns: DATACITE_OAI, 'xsi:schemaLocation': `${DATACITE_OAI} ${DATACITE_OAI}oai.xsd` },
      element('schemaVersion', {}, '4.5'),
      element('datacentreSymbol', {}, 'CERN.ZENODO'),
      element('payload', {}, datacite.of(source)),
    ),
};

/** The formats in which records are harvested, in the order in which they are listed. */
export const METADATA_FORMATS: ReadonlyMap<string, MetadataFormat> = new Map([
  ['marcxml', marc],
  [
    'oai_dc',
    {
      schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
      namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
      of: (source) => dublinCore(source, true),
    },
  ],
  [
    'dcat',
    {
      schema: 'http://schema.datacite.org/meta/kernel-4/metadata.xsd',
      namespace: 'https://www.w3.org/ns/dcat',
      of: (source) => ({ verbatim: printXml(withoutCdata(dcat(source))) }),
    },
  ],
  ['marc21', marc],
  ['datacite', datacite],
  ['oai_datacite', wrappedDatacite],
  ['datacite4', datacite],
  ['oai_datacite4', wrappedDatacite],
]);
