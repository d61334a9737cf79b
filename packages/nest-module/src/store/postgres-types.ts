/** PostgreSQL's type ids. @see https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [16, (text) => (text === 't' ? 1 : 0)],
  [17, (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))],
  [20, integerOf],
  [21, Number],
  [23, Number],
  [700, Number],
  [701, Number],
  [1700, Number],
]);

/** Answers as SQLite gives them: numbers, text, bytes and null, so that nobody above the store sees which driver it is. */
export const postgresTypes = {
  getTypeParser: (id: number) => parsers.get(id) ?? String,
};

function integerOf(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
