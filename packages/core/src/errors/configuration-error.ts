import { ZenodoError } from './zenodo-error.ts';

/** The options or arguments cannot work. Nothing was sent; the code that calls has to change. */
export class ConfigurationError extends ZenodoError {
  override name = 'ConfigurationError' as const;
  override readonly code = 'configuration';
}
