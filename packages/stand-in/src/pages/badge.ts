import { compactXml, element } from '../exports/xml.ts';

/** Pixels that a letter takes at eleven points, about. */
const LETTER = 6.5;

/** A badge as repositories show them: a label on grey, a value on blue. */
export function badge(label: string, value: string): string {
  const [left, right] = [label, value].map((text) => Math.round(text.length * LETTER) + 10) as [number, number];
  const width = left + right;
  const box = (x: number, size: number, fill: string) => element('rect', { x: String(x), width: String(size), height: '20', fill });
  const text = (x: number, words: string) => element('text', { x: String(x), y: '14', fill: '#fff' }, words);
  const svg = element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width: String(width), height: '20', role: 'img', 'aria-label': `${label}: ${value}` },
    box(0, left, '#555'),
    box(left, right, '#007ec6'),
    element(
      'g',
      { 'text-anchor': 'middle', 'font-family': 'DejaVu Sans,Verdana,Geneva,sans-serif', 'font-size': '11' },
      text(left / 2, label),
      text(left + right / 2, value),
    ),
  );
  return compactXml(svg);
}
