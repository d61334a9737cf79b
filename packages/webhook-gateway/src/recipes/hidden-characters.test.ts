import { describe, expect, it } from 'vitest';
import { cleanText, hiddenCharacter } from './hidden-characters.ts';
import { Recipe } from './recipe.ts';

const recipe = new Recipe(
  'xrd.yaml',
  `version: 1
route: xrd
metadata:
  title: "{{ meta.title | default: 'Run' }}"
  description: "{{ meta.text | default: 'What was measured' }}"
  resource_type: { id: dataset }
  creators: [{ person_or_org: { type: personal, family_name: "{{ meta.name | default: 'Curie' }}", given_name: Marie } }]
`,
);
const apply = (meta: Readonly<Record<string, string>>) =>
  recipe.apply({ route: 'xrd', dataset: 'S', file: { name: 'a.xy' }, meta, received: '2026-11-25T14:05:00.000Z' });

describe('J-08 refused, with the field and the character:', () => {
  it.each([
    ['a turned direction in a title', { title: 'Run \u202Egnp' }, 'metadata.title has the invisible character U+202E'],
    ['a bell in a title', { title: 'Run \u0007 1' }, 'metadata.title has the invisible character U+0007'],
    ['a C1 control in a title', { title: 'Run \u0085 1' }, 'U+0085'],
    ['another line end in a title', { title: 'Run\u2028 1' }, 'U+2028'],
    ['no width in a name', { name: 'Cu\u200Brie' }, 'metadata.creators.0.person_or_org.family_name has the invisible character U+200B'],
    ['an isolated direction in a description', { text: 'What \u2066was\u2069 measured' }, 'metadata.description'],
  ])('%s', (_what, meta, detail) => {
    expect(() => apply(meta)).toThrow(expect.objectContaining({ kind: 'invalid-metadata', message: expect.stringContaining(detail) }));
  });
});

it('J-08 what people write is taken: lines, joiners of scripts, emoji, and no width in a long text', () => {
  expect(
    hiddenCharacter({ title: 'a\tb\nc', subjects: [{ subject: 'نمی\u200cخواهم 👩\u200d🔬' }], description: 'a\u200Bb\uFEFF' }),
  ).toBeUndefined();
});

it('J-08 no character is refused in a title that was cleaned', () => {
  const left = Array.from({ length: 0x3000 }, (_, code) => cleanText(`a${String.fromCharCode(code)}b`)).filter((text) =>
    hiddenCharacter(text, ['title']),
  );
  expect(left).toEqual([]);
});

it('a text without hidden characters is cleaned of nothing', () => {
  const text = 'Über 2θ, μ-XRD of “S-1”: 10 °C — نص עברית 试样 👩‍🔬';
  expect(cleanText(text)).toBe(text);
});
