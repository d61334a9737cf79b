const importLine = "import { ZenodoModule } from '@zenodo-connect/nestjs';";
const ours = [
  'ZenodoModule.forRootAsync({',
  '  useFactory: () => ({',
  '    // A published DOI is for ever: begin with the sandbox.',
  "    zenodo: { token: process.env['ZENODO_TOKEN'] ?? '', environment: 'sandbox' },",
  "    store: { path: 'var/zenodo.db' },",
  '  }),',
  '})',
];

/**
 * The source of a module with `ZenodoModule` among its imports; the same when it is there already, undefined when it has no
 * `@Module({ … })` that can be read.
 */
export function addToModule(source: string): string | undefined {
  if (/\bZenodoModule\b/.test(source)) return source;
  const code = withoutText(source);
  const start = /@Module\(\s*\{/.exec(code);
  if (!start) return undefined;
  const open = start.index + start[0].length;
  const indent = /(?:^|\n)([ \t]*)@Module\(\s*\{/.exec(code)?.[1] ?? '';
  const list = listAt(code, open);
  const edited = list === undefined ? withNewList(source, open, indent) : withEntry(source, code, list, indent);
  return edited === undefined ? undefined : withImport(edited);
}

/** The place behind `imports: [` of the decorator's object; undefined when it has none, 'unreadable' when it is no list. */
function listAt(code: string, open: number): number | 'unreadable' | undefined {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    const mark = code[at]!;
    if ('{[('.includes(mark)) depth++;
    else if ('}])'.includes(mark) && --depth < 0) return undefined;
    else if (depth === 0 && /^imports\b/.test(code.slice(at)) && !/[\w$.]/.test(code[at - 1]!)) {
      const list = /^imports\s*:\s*\[/.exec(code.slice(at));
      return list ? at + list[0].length : 'unreadable';
    }
  }
  return undefined;
}

function withNewList(source: string, open: number, indent: string): string {
  const list = [`imports: [`, ...ours.map((line, at) => `  ${line}${at === ours.length - 1 ? ',' : ''}`), '],'];
  const rest = source.slice(open);
  const end = /^\s*\}/.test(rest) ? `\n${indent}` : '\n';
  return source.slice(0, open) + list.map((line) => `\n${indent}  ${line}`).join('') + end + rest.replace(/^\s*?\n|^\s+(?=\})/, '');
}

function withEntry(source: string, code: string, list: number | 'unreadable', indent: string): string | undefined {
  if (list === 'unreadable') return undefined;
  const entry = ours.map((line) => `\n${indent}    ${line}`).join('');
  const isEmpty = /^\s*\]/.test(code.slice(list));
  const rest = source.slice(list);
  if (isEmpty) return `${source.slice(0, list) + entry},\n${indent}  ${rest.trimStart()}`;
  const isOneLine = !/^\s*\n/.test(rest);
  return `${source.slice(0, list) + entry},${isOneLine ? `\n${indent}    ` : ''}${isOneLine ? rest.trimStart() : rest}`;
}

function withImport(source: string): string {
  const code = withoutText(source);
  const ends = [...code.matchAll(/^import\b[^;]*;?[ \t]*$/gm)].map((found) => found.index + found[0].length);
  const last = ends.at(-1);
  return last === undefined ? `${importLine}\n${source}` : `${source.slice(0, last)}\n${importLine}${source.slice(last)}`;
}

/** The same length, with what stands in comments and strings blanked out. */
function withoutText(source: string): string {
  const texts = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return source.replace(texts, (text) => text.replace(/[^\n]/g, ' '));
}
