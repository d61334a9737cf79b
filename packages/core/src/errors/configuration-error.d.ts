import { ZenodoError } from './zenodo-error.ts';
/** The options or arguments cannot work. Nothing was sent; the code that calls has to change. */
export declare class ConfigurationError extends ZenodoError {
    name: 'ConfigurationError';
    readonly code = "configuration";
    /** Which one, as a path such as `metadata.creators.0.person_or_org`; absent when it is not one alone. */
    readonly field: string | undefined;
    constructor(message: string, field?: string);
}
