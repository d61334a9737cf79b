/** A node of an XML document. An element without children closes itself; one with an empty text does not. */
export type XmlNode = string | XmlElement | { readonly cdata: string } | { readonly verbatim: string };

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly XmlNode[];
}

/** An element; attributes that are undefined and children that are are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly (XmlNode | undefined | readonly XmlNode[])[]
): XmlElement {
  return { name, attributes, children: children.flat().filter((child): child is XmlNode => child !== undefined) };
}

/** The declaration that serializers put before a document. */
export const XML_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n";

/** The document with each element on a line of its own, indented by two spaces a level, and a line end. */
export function printXml(root: XmlElement, indent = ''): string {
  return `${indent}${printElement(root, indent)}\n`;
}

/** The same without any white space. */
export function compactXml(node: XmlNode): string {
  if (typeof node === 'string') return escapeText(node);
  if ('cdata' in node) return `<![CDATA[${node.cdata}]]>`;
  if ('verbatim' in node) return node.verbatim;
  return `<${node.name}${printAttributes(node)}>${node.children.map(compactXml).join('')}</${node.name}>`;
}

/** The same document with its CDATA sections as plain text, as one that was read and is written again has them. */
export function withoutCdata(root: XmlElement): XmlElement {
  const children = root.children.map((child) => {
    if (typeof child === 'string') return child;
    if ('cdata' in child) return child.cdata;
    return 'name' in child ? withoutCdata(child) : child;
  });
  return { ...root, children };
}

function printElement(node: XmlElement, indent: string): string {
  const open = `<${node.name}${printAttributes(node)}`;
  if (node.children.length === 0) return `${open}/>`;
  const inner = `${indent}  `;
  if (node.children.some((child) => typeof child === 'string' || 'cdata' in child))
    return `${open}>${node.children.map(compactXml).join('')}</${node.name}>`;
  const lines = node.children.map((child) => {
    if (typeof child === 'string') return escapeText(child);
    if ('name' in child) return printElement(child, inner);
    return 'verbatim' in child ? child.verbatim.trimEnd() : compactXml(child);
  });
  return `${open}>\n${lines.map((line) => `${inner}${line}\n`).join('')}${indent}</${node.name}>`;
}

function printAttributes({ attributes }: XmlElement): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeText(value!).replaceAll('"', '&quot;')}"`)
    .join('');
}

function escapeText(text: string): string {
  // XML 1.0 cannot carry control characters in any form.
  return text
    .replace(/[^\P{Cc}\t\n\r]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
