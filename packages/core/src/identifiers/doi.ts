import { ConfigurationError } from '../errors/configuration-error.ts';

const pattern = /^10\.\d{4,9}(?:\.\d+)*\/\S{1,1000}$/;

/** Takes the bare DOI out of `10.5281/zenodo.1`, `doi:10.5281/zenodo.1` and `https://doi.org/10.5281/zenodo.1`. */
export function parseDoi(text: string): string | undefined {
  const bare = text.trim().replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/i, '');
  return pattern.test(bare) ? bare : undefined;
}

export function isDoi(text: string): boolean {
  return parseDoi(text) !== undefined;
}

/**
 * @throws {ConfigurationError} the text holds no DOI
 */
export function ensureDoi(text: string): string {
  const doi = parseDoi(text);
  if (doi !== undefined) return doi;
  throw new ConfigurationError(`"${text.slice(0, 80)}" is no DOI; give one such as 10.5281/zenodo.1234567.`);
}
