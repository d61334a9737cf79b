import { type Field, type Kind, list, object, text, valid, wrong } from './kinds.ts';

/** Fields of biodiversity data that hold words, below the prefix of their vocabulary. */
const WORDS: Readonly<Record<string, string>> = {
  dwc: `associatedSequences basisOfRecord catalogNumber class collectionCode country countryCode county datasetID eventID family genus
    geodeticDatum habitat identifiedBy individualCount institutionCode kingdom lifeStage locality locationID materialSampleID
    namePublishedInID namePublishedInYear occurrenceID occurrenceStatus order organismQuantityType otherCatalogNumbers parentEventID
    phylum preparations recordedBy sampleSizeUnit sampleSizeValue samplingEffort samplingProtocol scientificName
    scientificNameAuthorship scientificNameID sex specificEpithet stateProvince taxonID taxonRank taxonomicStatus typeStatus
    verbatimElevation verbatimEventDate dateIdentified eventDate`,
  'gbif-dwc': 'identifiedByID recordedByID',
  gbif: 'DNA_sequence pcr_primer_forward pcr_primer_reverse pcr_primer_name_forward pcr_primer_name_reverse',
  dc: 'creator rightsHolder',
  openbiodiv: 'TaxonomicConceptLabel',
  ac: `associatedSpecimenReference captureDevice digitizationDate physicalSetting resourceCreationTechnique subjectOrientation
    subjectPart`,
};

const NUMBERS = ['dwc:decimalLatitude', 'dwc:decimalLongitude', 'dwc:organismQuantity', 'gbif:ampliconSize'];

const number: Kind = {
  load(value) {
    const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof read === 'number' && Number.isFinite(read) ? valid(read) : wrong('Not a valid number.');
  },
};

const relationship = object([
  { name: 'subject', kind: list(text()) },
  { name: 'object', kind: list(text()) },
]);

/** Custom fields of the domains that Zenodo knows; each is a list. */
export const DOMAIN_FIELDS: readonly Field[] = [
  ...Object.entries(WORDS).flatMap(([prefix, names]) =>
    names.split(/\s+/).map((name) => ({ name: `${prefix}:${name}`, kind: list(text()) })),
  ),
  ...NUMBERS.map((name) => ({ name, kind: list(number) })),
  { name: 'obo:RO_0002453', kind: list(relationship) },
];
