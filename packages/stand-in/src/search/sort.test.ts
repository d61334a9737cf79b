import { expect, test } from 'vitest';
import type { SearchDocument } from './document.ts';
import { firstInOrder } from './sort.ts';

const documents = Array.from({ length: 60 }, (_, at) => ({ id: String(at), created: String((at * 7) % 10) }) as unknown as SearchDocument);

test.each([1, -1])('the first of many are those of a stable sort, in direction %i', (direction) => {
  const order = (a: SearchDocument, b: SearchDocument) => direction * a.created.localeCompare(b.created);
  for (const most of [1, 5, 14, 15, 40, 100])
    expect(firstInOrder(documents, order, most).map(({ id }) => id)).toEqual(
      documents
        .toSorted(order)
        .slice(0, most)
        .map(({ id }) => id),
    );
});
