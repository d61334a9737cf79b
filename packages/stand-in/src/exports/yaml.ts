import { type Doc, isDoc, type Json } from '../json.ts';

const WIDTH = 80;

/** YAML as Zenodo's own library writes it: keys sorted, long lines folded, everything beyond ASCII escaped. */
export function printYaml(doc: Doc): string {
  return mapping(doc, 0).join('\n').concat('\n');
}

function mapping(doc: Doc, indent: number): string[] {
  return Object.keys(doc)
    .sort((a, b) => (a < b ? -1 : 1))
    .flatMap((key) => {
      const value = doc[key]!;
      if (Array.isArray(value)) return value.length === 0 ? [`${key}: []`] : [`${key}:`, ...sequence(value, indent)];
      if (isDoc(value)) return [`${key}:`, ...mapping(value, indent + 2).map((line) => `  ${line}`)];
      return scalar(value, indent + 2, indent + key.length + 2).map((line, at) => (at === 0 ? `${key}: ${line}` : line && `  ${line}`));
    });
}

function sequence(values: readonly Json[], indent: number): string[] {
  return values.flatMap((value) => {
    const lines = isDoc(value) ? mapping(value, indent + 2) : scalar(value, indent + 2, indent + 2);
    return lines.map((line, at) => (at === 0 ? `- ${line}` : line && `  ${line}`));
  });
}

/** The lines of a scalar that starts at `column`, its further lines without their indent. */
function scalar(value: Json, indent: number, column: number): string[] {
  if (typeof value !== 'string') return [value === null ? 'null' : String(value)];
  if (value === '') return ["''"];
  if (/[^\t\n\x20-\x7e]/.test(value) || / \n|\n /.test(value) || value.includes('\t')) return doubleQuoted(value, indent, column);
  if (isPlain(value)) return folded(value.split(' '), indent, column);
  const [first = '', ...rest] = value.replaceAll("'", "''").split('\n');
  const lines = folded(`'${first}`.split(' '), indent, column);
  for (const line of rest) lines.push('', ...folded(line.split(' '), indent, indent));
  lines.push(`${lines.pop()}'`);
  return lines;
}

/** True when the text would be read back as a text without quotes. */
function isPlain(text: string): boolean {
  if (text.includes('\n') || /^[\s]|[\s]$/.test(text)) return false;
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:](?:\s|$)/.test(text) || /:(?:\s|$)/.test(text) || /\s#/.test(text)) return false;
  if (/^(?:---|\.\.\.)/.test(text)) return false;
  if (/^(?:yes|no|true|false|on|off|null|~|=|<<)$/i.test(text)) return false;
  if (/^[-+]?(?:\d[\d_]*)?\.[\d_]*(?:e[-+]\d+)?$/i.test(text) || /^[-+]?(?:\.inf|\.nan)$/i.test(text)) return false;
  if (/^[-+]?(?:0b[01_]+|0x[\da-f_]+|0[0-7_]*|[1-9][\d_]*)(?::[0-5]?\d)*$/i.test(text)) return false;
  return !/^\d{4}-\d\d?-\d\d?(?:$|[Tt\s])/.test(text);
}

/** Words on lines; a line ends at the first space after the width. */
function folded(words: readonly string[], indent: number, column: number): string[] {
  const lines: string[] = [];
  let line = words[0] ?? '';
  let at = column;
  words.slice(1).forEach((word, index) => {
    const alone = word !== '' && words[index] !== '';
    if (alone && at + line.length > WIDTH) {
      lines.push(line);
      line = word;
      at = indent;
    } else line += ` ${word}`;
  });
  return [...lines, line];
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '\t': 't', '\n': 'n', '\r': 'r', '\u0085': 'N', '\u00a0': '_' };

function doubleQuoted(text: string, indent: number, column: number): string[] {
  const escaped = Array.from(text, (char) => {
    const short = ESCAPES[char];
    if (short !== undefined) return `\\${short}`;
    const code = char.codePointAt(0)!;
    if (code >= 0x20 && code <= 0x7e) return char;
    const hex = code.toString(16).toUpperCase();
    return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  });
  const words = escaped.join('').split(' ');
  const lines: string[] = [];
  let line = `"${words[0]}`;
  let at = column;
  for (const word of words.slice(1)) {
    if (at + line.length + word.length + 1 > WIDTH && lines.length + line.length > 1) {
      lines.push(`${line}\\`);
      line = `\\ ${word}`;
      at = indent;
    } else line += ` ${word}`;
  }
  return [...lines, `${line}"`];
}
