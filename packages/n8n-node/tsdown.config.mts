import { defineConfig } from 'tsdown';

/** The quick build for work in this repository; what is released is assembled by tools/n8n/assemble.mjs and built by n8n's own tool. */
export default defineConfig({
  entry: [
    'nodes/Zenodo/Zenodo.node.ts',
    'nodes/ZenodoTrigger/ZenodoTrigger.node.ts',
    'credentials/ZenodoApi.credentials.ts',
    'credentials/ZenodoOAuth2Api.credentials.ts',
  ],
  format: ['cjs'],
  dts: false,
  platform: 'node',
  target: 'node22',
  root: '.',
  // n8n lends its own n8n-workflow; core's portable part goes inside, since a verified node has no dependencies.
  deps: { neverBundle: ['n8n-workflow'], alwaysBundle: [/^@zenodo-connect\//], onlyBundle: false },
  outExtensions: () => ({ js: '.js' }),
  copy: [
    { from: 'icons/*.svg', to: 'dist/icons' },
    { from: 'nodes/Zenodo/Zenodo.node.json', to: 'dist/nodes/Zenodo' },
    { from: 'nodes/ZenodoTrigger/ZenodoTrigger.node.json', to: 'dist/nodes/ZenodoTrigger' },
  ],
});
