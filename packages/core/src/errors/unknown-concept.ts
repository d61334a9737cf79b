import { ConfigurationError } from './configuration-error.ts';

/** For a first version: Zenodo makes the DOI of its concept when it is published. */
export function unknownConcept(key: string): ConfigurationError {
  return new ConfigurationError(
    `"${key}" has {{concept_doi}}, which is known once a first version is published; use {{doi}} in the first one, or give "conceptDoi".`,
  );
}
