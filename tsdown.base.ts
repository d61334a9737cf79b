import type { UserConfig } from 'tsdown';

/** How every ESM package of this workspace is built; a package adds its entries. */
export const esm: UserConfig = {
  format: ['esm'],
  dts: true,
  platform: 'node',
  target: 'node22',
  sourcemap: true,
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
};
