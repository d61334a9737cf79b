import type { UserConfig } from 'tsdown';
/** How every ESM package of this workspace is built; a package adds its entries. */
export declare const esm: UserConfig;
