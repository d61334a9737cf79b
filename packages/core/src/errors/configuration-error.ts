import { ZenodoError } from './zenodo-error.ts';

/** The options or arguments cannot work. Nothing was sent; the code that calls has to change. */
export class ConfigurationError extends ZenodoError {
  override name = 'ConfigurationError' as const;
  override readonly code = 'configuration';
  /** Which one, as a path such as `metadata.creators.0.person_or_org`; absent when it is not one alone. */
  readonly field: string | undefined;

  constructor(message: string, field?: string) {
    super(message);
    this.field = field;
  }
}
