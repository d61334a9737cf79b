import type { ZenodoModuleOptions } from '@zenodo-connect/nestjs';

/** What stands in the README as the sandbox and a file in `var`; the test points it at the stand-in. */
export const place: { zenodo: ZenodoModuleOptions['zenodo']; store: { path: string } } = {
  zenodo: { environment: 'sandbox' },
  store: { path: '' },
};
