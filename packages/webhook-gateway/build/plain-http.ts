import http from 'node:http';
import type { Rolldown } from 'tsdown';

const id = '\0plain-http';
/** Properties that load a library when they are read, such as `WebSocket`. */
const lazy = Object.entries(Object.getOwnPropertyDescriptors(http)).flatMap(([name, one]) => ('get' in one ? [name] : []));
const names = Object.keys(http).filter((name) => !lazy.includes(name));

/**
 * Takes `node:http` from Node without importing it. An import reads every property of a module of Node at once, and three of this
 * one load Node's own copy of undici, which takes 2 MB.
 */
export function plainHttp(): Rolldown.Plugin {
  return {
    name: 'plain-http',
    resolveId: {
      filter: { id: /^(node:)?http$/ },
      handler: (_source, _importer, { kind }) => (kind === 'import-statement' ? id : null),
    },
    load: {
      filter: { id: /plain-http$/ },
      handler: () =>
        `const http = process.getBuiltinModule('node:http');\nexport default http;\nexport const { ${names.join(', ')} } = http;\n`,
    },
  };
}
