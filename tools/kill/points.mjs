/** The steps of a deposit, each of which is a point: between its journal entry and what comes after it. */
const steps = ['planned', 'drafted', 'described', 'uploaded', 'verified', 'reserved', 'publishing', 'published'];

/** What is written, by the SQL that writes it. */
const writes = {
  intake: (sql, table) => sql.includes(`INSERT INTO ${table('inbox')} `),
  'end of a job': (sql, table) => sql.startsWith(`UPDATE ${table('job')} SET state = ?`) && sql.includes('lease_owner = ?'),
  'end of a delivery': (sql, table) => sql.includes(`UPDATE ${table('delivery')} SET state = ?`),
};

/** All points at which a gateway can be told to end by its own hand. */
export const points = [
  ...Object.keys(writes).flatMap((name) => [`before ${name}`, `after ${name}`]),
  'answered',
  ...steps.map((step) => `step ${step}`),
];

/** Which of the watched writes a batch is. */
export function writePoints(statements, table) {
  return Object.entries(writes)
    .filter(([, isIt]) => statements.some(({ sql }) => isIt(sql, table)))
    .map(([name]) => name);
}
