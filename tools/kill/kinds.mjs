/** The runs: what they are called, and what they kill. `share` is how many of the kills that are asked for are theirs. */
export const kinds = {
  sqlite: { title: 'One gateway on SQLite', database: 'sqlite', replicas: 1, redis: false, share: 1 },
  postgres: { title: 'Three gateways on PostgreSQL with Redis', database: 'postgres', replicas: 3, redis: true, share: 0.2 },
  replicas: {
    title: 'The same three under load, one killed each ten seconds',
    database: 'postgres',
    replicas: 3,
    redis: true,
    share: 0.12,
    mostKills: 60,
    everyMs: 10_000,
    instruments: 24,
  },
};
