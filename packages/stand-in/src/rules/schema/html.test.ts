import { expect, test } from 'vitest';
import { sanitised } from './html.ts';

test.each([
  ['<p>ok</p><script>alert(1)</script>', '<p>ok</p>alert(1)'],
  ['<h1>Data</h1><p>Raw and <em>reduced</em>.</p>', '<h1>Data</h1><p>Raw and <em>reduced</em>.</p>'],
  ['<a href="javascript:alert(1)" onclick="x()">here</a>', '<a>here</a>'],
  ['<a href="https://example.org" title="x">here</a>', '<a href="https://example.org" title="x">here</a>'],
  ['a <!-- hidden --> b', 'a  b'],
  ['1 < 2', '1 < 2'],
])('%s becomes %s', (given, kept) => expect(sanitised(given)).toBe(kept));
