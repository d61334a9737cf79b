/** Takes the bare DOI out of `10.5281/zenodo.1`, `doi:10.5281/zenodo.1` and `https://doi.org/10.5281/zenodo.1`. */
export declare function parseDoi(text: string): string | undefined;
export declare function isDoi(text: string): boolean;
/**
 * @throws {ConfigurationError} the text holds no DOI
 */
export declare function ensureDoi(text: string): string;
