/**
 * The import arrows of docs/architecture.md as one lint rule. A layer is a set of files; it says which imports it may
 * have and which global names it may not speak. The first layer that holds a file judges it.
 *
 * An import is judged by where it leads: a path inside the repository (`packages/core/src/node/…`) or a package's name.
 */
import path from 'node:path';

const heart = 'core/src/';
const portableModules = ['node:crypto'];
const portableGlobals = {
  setTimeout: 'waits through Transport.sleep',
  clearTimeout: 'waits through Transport.sleep',
  setInterval: 'waits through Transport.sleep',
  clearInterval: 'waits through Transport.sleep',
  setImmediate: 'waits through Transport.sleep',
  clearImmediate: 'waits through Transport.sleep',
  process: 'reads no environment',
  console: 'prints nothing',
  globalThis: 'receives what it needs',
  global: 'receives what it needs',
  fetch: 'speaks through Transport.send',
};

/** A layer of core's portable part: it may reach node:crypto and these folders or files of core. */
const portable = (name, holds, reaches) => ({
  holds: (file) => file.startsWith(heart) && holds.test(file.slice(heart.length)),
  mayImport: (target) => portableModules.includes(target) || (target.startsWith(heart) && reaches.test(target.slice(heart.length))),
  because: `${name} (architecture, rule 1; style, layers)`,
  globals: portableGlobals,
});

const ground = 'types|identifiers|errors';
const publishedCore = /^@zenodo-connect\/[a-z0-9-]+(\/(portable|webhooks|bullmq|thread|package\.json))?$/;
/** An adapter uses packages by their names and published entry points, and files of its own package. */
const adapter = (folder) => ({
  holds: (file) => file.startsWith(folder),
  mayImport: (target) =>
    target.startsWith('@zenodo-connect/') ? publishedCore.test(target) : !isOurs(target) || target.startsWith(folder),
  because: 'an adapter uses the published entry points of a package, not its files (architecture)',
});

export const layers = [
  { holds: (file) => /\.test\.|(^|\/)tests?\//.test(file) && !/^(stand-in)\//.test(file), mayImport: () => true, because: '' },
  portable('types, identifiers and errors import each other only', new RegExp(`^(${ground})/`), new RegExp(`^(${ground})/`)),
  portable('a converter of metadata knows types, identifiers and errors', /^metadata\//, new RegExp(`^(${ground}|metadata)/`)),
  portable('the transport knows types, identifiers and errors', /^transport\//, new RegExp(`^(${ground}|transport)/|^options\\.ts$`)),
  portable(
    'a resource knows the transport and what lies under it, and no other resource',
    /^resources\//,
    new RegExp(`^(${ground}|transport)/|^options\\.ts$|^resources/(resource|page-iterator|date-slices)\\.ts$`),
  ),
  portable(
    'a recipe knows resources, types and errors; not the transport, not another kind of recipe',
    /^workflows\//,
    new RegExp(`^(${ground}|resources|workflows)/|^options\\.ts$`),
  ),
  portable(
    'a recipe knows resources, types and errors; not the transport, not another kind of recipe',
    /^events\//,
    new RegExp(`^(${ground}|resources|events)/|^options\\.ts$`),
  ),
  portable(
    'portable core imports node:crypto and itself; only index.ts enters node/ and schemas/',
    /^(?!node\/|schemas\/|index\.ts$)/,
    /^(?!node\/|schemas\/|index\.ts$)/,
  ),
  {
    holds: (file) => file.startsWith('stand-in/'),
    mayImport: (target) => !isOurs(target) || target.startsWith('stand-in/') || target === '@zenodo-connect/stand-in',
    because: 'the stand-in imports nothing of ours: shared code is shared mistakes (architecture)',
  },
  {
    holds: (file) => /^n8n-node\/(nodes|credentials)\//.test(file),
    mayImport: (target) =>
      target.startsWith('n8n-node/') || ['n8n-workflow', 'node:crypto', '@zenodo-connect/core/portable'].includes(target),
    because: "the n8n node ships core's portable part and nothing else (architecture; n8n's rules of verified nodes)",
  },
  adapter('nest-module/'),
  adapter('webhook-gateway/'),
];

const isOurs = (target) => target.startsWith('@zenodo-connect/') || /^(core|stand-in|nest-module|n8n-node|webhook-gateway)\//.test(target);

/** The path below `packages/`, or undefined for what lies elsewhere. */
function belowPackages(file) {
  const parts = file.split(path.sep);
  const at = parts.lastIndexOf('packages');
  return at < 0 ? undefined : parts.slice(at + 1).join('/');
}

export const arrows = {
  meta: { type: 'problem', docs: { description: 'imports follow the arrows of docs/architecture.md' } },
  create(context) {
    const absolute = context.filename ?? context.getFilename();
    const file = belowPackages(absolute);
    const layer = file && layers.find((one) => one.holds(file));
    if (!layer) return {};
    const judge = (source) => {
      if (typeof source?.value !== 'string') return;
      const target = source.value.startsWith('.') ? belowPackages(path.resolve(path.dirname(absolute), source.value)) : source.value;
      if (target !== undefined && !layer.mayImport(target))
        context.report({ node: source, message: `'${source.value}': ${layer.because}.` });
    };
    return {
      ImportDeclaration: (node) => judge(node.source),
      ExportNamedDeclaration: (node) => judge(node.source),
      ExportAllDeclaration: (node) => judge(node.source),
      ImportExpression: (node) => judge(node.source),
      TSImportType: (node) => judge(node.argument?.literal ?? node.argument ?? node.source),
      'Program:exit'(node) {
        if (!layer.globals) return;
        // What no scope of the file declares is a global; types are erased and do not count.
        for (const reference of context.sourceCode.getScope(node).through) {
          const reason = layer.globals[reference.identifier.name];
          if (reason && reference.isValueReference !== false)
            context.report({
              node: reference.identifier,
              message: `'${reference.identifier.name}': portable core ${reason} (architecture, rule 1).`,
            });
        }
      },
    };
  },
};

export default { meta: { name: 'zenodo-connect' }, rules: { arrows } };
