import { expect, it } from 'vitest';
import { rateClassOf } from './rate-class.ts';

it.each([
  ['GET', '/records', 'search'],
  ['GET', '/communities/zenodo/records', 'community-search'],
  ['GET', '/oai2d', 'oai'],
  ['GET', '/records/12', 'user'],
  ['GET', '/user/records', 'user'],
  ['POST', '/records', 'user'],
] as const)('%s %s is counted as %s', (method, path, name) => {
  expect(rateClassOf({ method, path }, true)).toBe(name);
});

it('a guest has a smaller limit than a user', () => {
  expect(rateClassOf({ method: 'GET', path: '/records/12' }, false)).toBe('guest');
});
