import { expect, it } from 'vitest';
import { StoreError } from '../store/store-errors.ts';
import { Trouble } from './trouble.ts';

function heard() {
  const lines: string[] = [];
  return { lines, trouble: new Trouble((line) => void lines.push(line)) };
}

it('a database that is away in several words, one look after the other, is told once for each problem, and when it is back', () => {
  const { lines, trouble } = heard();
  for (let look = 0; look < 20; look += 1) {
    trouble.tell('The look failed.', new StoreError('unreachable', `Not reached (${look % 3}).`));
    trouble.tell('The look failed.', new StoreError('unclear', `Lost (${look % 2}).`));
  }
  trouble.over('It works again.');
  trouble.over('It works again.');
  expect(lines).toEqual(['The look failed. Not reached (0).', 'The look failed. Lost (0).', 'It works again.']);
});

it('another trouble than before is told, and the same one again after it was over', () => {
  const { lines, trouble } = heard();
  const say = (text: string) => trouble.tell('Failed.', new Error(text));
  for (const text of ['a', 'b', 'a']) say(text);
  trouble.over('Over.');
  say('a');
  expect(lines).toEqual(['Failed. a', 'Failed. b', 'Over.', 'Failed. a']);
});
