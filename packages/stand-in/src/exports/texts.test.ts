import { expect, test } from 'vitest';
import { shownHtml, sizeText, slug, strippedHtml } from './texts.ts';

test.each([
  ['<h1>Data</h1><p>Raw and <em>reduced</em>.</p>', 'Data\nRaw and reduced.'],
  ['<h1>Data</h1> <p>Raw</p>', 'Data \nRaw'],
  ['a<br>b', 'ab'],
  ['<ul><li>one</li><li>two</li></ul>', 'one\ntwo'],
  ['a &amp; b &lt; c &#955; &unknown;', 'a & b < c λ &unknown;'],
])('%s is the text %j', (html, text) => expect(strippedHtml(html)).toBe(text));

test.each([
  ['<p>a & b</p>', '&lt;p&gt;a &amp; b&lt;/p&gt;'],
  ['a &amp; b', 'a &amp; b'],
])('%s is shown as %s', (html, text) => expect(shownHtml(html)).toBe(text));

test.each([
  ['Núñez de la Cruz', 40, 'nunez_de_la_cruz'],
  ['a b c', 3, 'a_b'],
  ['–', 40, ''],
])('%s in at most %i letters is %j', (text, most, word) => expect(slug(text, most)).toBe(word));

test.each([
  [8, '8.0 B'],
  [1024, '1.0 KB'],
  [1_550_000, '1.48 MB'],
])('%i bytes are %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));
