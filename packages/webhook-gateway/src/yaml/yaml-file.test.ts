import { expect, it } from 'vitest';
import { z } from 'zod';
import { YamlFile } from './yaml-file.ts';

const schema = z.strictObject({ route: z.string(), publish: z.strictObject({ mode: z.enum(['draft', 'auto']) }).optional() });
const check = (text: string) => new YamlFile('r.yaml', text).check(schema, ['route', 'publish', 'mode']);

it.each([
  ['a syntax error', 'route: "x\n', 'r.yaml:2:1'],
  ['a key twice', 'route: a\nroute: b\n', 'r.yaml:2:1'],
  ['an alias', 'route: &a x\npublish: *a\n', 'r.yaml:2:10: an alias'],
  ['a tag', 'route: !!str x\n', 'r.yaml:1:14: a tag'],
  ['a custom tag', 'route: !env x\n', 'r.yaml:1:8'],
  ['a merge key', 'route: x\npublish:\n  <<: {}\n', 'r.yaml:3:3: a merge key'],
  ['an unknown key', 'route: x\npublsh: {}\n', 'r.yaml:2:1: "publsh" is not a key here; did you mean "publish"?'],
  ['an unknown key below', 'route: x\npublish:\n  modus: draft\n', 'r.yaml:3:3: "modus" is not a key here'],
  ['a wrong value', 'route: x\npublish:\n  mode: now\n', 'r.yaml:3:9: "publish.mode"'],
  ['a missing key', 'publish:\n  mode: draft\n', 'r.yaml:1:1: "route"'],
])('T-09 %s is told with line and column', (_name, text, message) => {
  expect(() => check(text)).toThrow(message);
});

it('T-09 words that other versions of YAML turn into something else stay text', () => {
  expect(check('route: no\n').route).toBe('no');
  expect(() => check('route: 012\n')).toThrow('"route"');
  expect(check('route: 2026-11-25\n').route).toBe('2026-11-25');
});
