import { expect, it } from 'vitest';
import { inWords } from './call-words.ts';

const at = (method: string, path: string) => ({ method, url: `https://zenodo.org/api${path}` });

it.each([
  ['POST', '/records', 'Making a draft'],
  ['POST', '/records/12/draft/actions/publish', 'Publishing the draft 12'],
  ['PUT', '/records/12/draft/files/a%20b%2F%C3%A4.xy/content', 'Sending the file "a b/ä.xy" of the draft 12'],
  ['PUT', '/records/12/draft/files/%E0%A4%A/content', 'Sending the file "%E0%A4%A" of the draft 12'],
  ['GET', '/user/records', 'Looking for the draft'],
  ['PATCH', '/something/new', 'A call to Zenodo'],
])('%s %s is told as what it does', (method, path, words) => {
  const call = at(method, path);
  expect(inWords(`${call.method} ${call.url} is not permitted (403).`, call)).toBe(`${words} is not permitted (403).`);
});

it('what is not there is not told as a thing', () => {
  const call = at('GET', '/records/12/draft');
  expect(inWords(`${call.method} ${call.url} was not found (404). Check the id.`, call)).toBe(
    'Reading the draft 12 found nothing (404). Check the id.',
  );
});

it('a sentence that begins with no call stays as it is', () => {
  expect(inWords('Zenodo did not keep the content of "a.xy".', at('PUT', '/records/12/draft/files/a.xy/content'))).toBe(
    'Zenodo did not keep the content of "a.xy".',
  );
});
