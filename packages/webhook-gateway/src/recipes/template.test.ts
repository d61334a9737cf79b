import { describe, expect, it } from 'vitest';
import { lockedLiquid } from './liquid.ts';
import { compileTree, type Payload } from './template.ts';

const payload: Payload = {
  route: 'xrd',
  dataset: 'S-1',
  file: { name: 'a.xy' },
  received: '2026-11-25T14:05:00Z',
  meta: {
    operators: [
      { family: 'Curie', given: 'Marie', orcid: '0000-0002-1825-0097' },
      { family: 'Curie', given: 'Irène' },
    ],
    tags: ['powder', '{{ route }}'],
    groups: [{ name: 'A', people: ['x', 'y'] }],
    none: [],
    text: 'no list',
  },
};
const fill = (tree: unknown): unknown => compileTree(tree, ['metadata'])(payload);

describe('$each', () => {
  it('makes one entry of each, with its own keys', () => {
    expect(
      fill({ creators: { $each: 'meta.operators', person_or_org: { family_name: '{{ item.family }}', given_name: '{{ item.given }}' } } }),
    ).toEqual({
      creators: [
        { person_or_org: { family_name: 'Curie', given_name: 'Marie' } },
        { person_or_org: { family_name: 'Curie', given_name: 'Irène' } },
      ],
    });
  });

  it('among other entries of a list becomes entries of that list', () => {
    expect(fill([{ subject: 'xrd' }, { $each: 'meta.tags', subject: { $value: 'item' } }])).toEqual([
      { subject: 'xrd' },
      { subject: 'powder' },
      { subject: '{{ route }}' },
    ]);
  });

  it('makes texts with $to, and data in them is never a template', () => {
    expect(fill({ $each: 'meta.tags', $to: 'tag: {{ item }}' })).toEqual(['tag: powder', 'tag: {{ route }}']);
  });

  it('may stand in another one', () => {
    expect(fill({ $each: 'meta.groups', names: { $each: 'item.people', $to: '{{ item }}' } })).toEqual([{ names: ['x', 'y'] }]);
  });

  it('of an empty list is an empty list', () => {
    expect(fill({ $each: 'meta.none', $to: '{{ item }}' })).toEqual([]);
  });

  it.each([
    [{ $each: 'meta.text', a: '1' }, 'meta.text is no list'],
    [{ $each: 'meta.missing', a: '1' }, 'meta.missing was not sent'],
    [{ $each: 'meta.operators', a: '{{ item.nobody }}' }, 'item.nobody was not sent'],
    [{ $each: 'process.env', a: '1' }, 'expected { $each: path }'],
    [{ $each: 'meta.__proto__', a: '1' }, 'meta.__proto__ was not sent'],
    [{ $each: 'meta.tags', $to: 'x', a: '1' }, 'not both'],
  ])('%j is refused: %s', (tree, why) => {
    expect(() => fill(tree)).toThrow(why);
  });
});

it.each([
  ['Scan of {{ dataset }} by {{meta.operator}}', 'text'],
  ['{{ meta.n }} of {{ dataset }}', 'a number'],
  ['{{ meta.list }}', 'a list'],
  ['{{- dataset -}} x', 'stripped space'],
  ['{% raw %}{{ dataset }}{% endraw %}', 'raw'],
  ['{{ meta.operator.size }}', 'a property that Liquid adds'],
  ['{{ dataset }}}} {{ file.name }}', 'braces too many'],
  ['{{ dataset', 'braces too few'],
])('%s is filled in as Liquid does it: %s', (text) => {
  const meta = { operator: 'M. "C" <i>', n: 3.5, list: ['a', 'b'] };
  const sent: Payload = { ...payload, dataset: 'a b', meta };
  const ways = [() => lockedLiquid().parseAndRenderSync(text, sent), () => compileTree(text, [])(sent)];
  const [expected, found] = ways.map((way) => {
    try {
      return way();
    } catch {
      return 'refused';
    }
  });
  expect(found).toBe(expected);
});
