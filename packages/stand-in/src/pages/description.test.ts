import { expect, test } from 'vitest';
import { safeHtml } from './description.ts';

test.each([
  ['<p>Raw &amp; <em class="x">reduced</em></p>', '<p>Raw &amp; <em>reduced</em></p>'],
  ['1 &lt; 2 < 3', '1 &lt; 2 &lt; 3'],
  ['<a href="https://x.org/?a=1&amp;b=2" onclick="y()">x</a>', '<a rel="nofollow noopener" href="https://x.org/?a=1&amp;b=2">x</a>'],
  ['<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
  ['<a href="java&#115;cript:alert(1)">x</a>', '<a>x</a>'],
  ["<a href='https://x.org/\"><script>'>x</a>", '<a></a>'],
  ['<ul><li>one<li>two', '<ul><li>one<li>two</li></li></ul>'],
  ['</main></p>text', 'text'],
  ['<script>alert(1)</script>a<style>b', 'a'],
  ['<img src=x onerror=alert(1)><!-- c -->a', 'a'],
  ['<scr<script></script>ipt>alert(1)</script>', 'alert(1)'],
  ['<svg><p>x</svg>y', 'y'],
  ['<h1>Big</h1>', '<h4>Big</h4>'],
  ['<p/onclick=x>y', '<p>y</p>'],
])('%s becomes %s', (given, expected) => expect(safeHtml(given).text).toBe(expected));

test('whatever is written, only kept tags come out', () => {
  const pieces = [
    '<',
    '>',
    '"',
    "'",
    '<p',
    '</p>',
    '<img src=x',
    ' onerror=y',
    '<a href="',
    'javascript:',
    '<script>',
    '</script>',
    '&lt;',
    '&#60;',
    '<!--',
    '-->',
    '/',
  ];
  for (const one of pieces)
    for (const two of pieces)
      for (const three of pieces)
        for (const [tag] of safeHtml(one + two + three).text.matchAll(/<[^>]*>/g))
          expect(tag).toMatch(/^<\/?(?:p|a|br)(?: rel="nofollow noopener" href="https?:[^"<>]*")?>$/);
});
