import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Metadata, Zenodo, type ZenodoOptions } from '../../src/index.ts';

/** A stand-in and the owner's client, for the tests of one file. */
export interface Target {
  readonly standIn: StandIn;
  readonly zenodo: Zenodo;
  /** Of another verified account. */
  readonly otherToken: string;
  client(options?: Partial<ZenodoOptions>): Zenodo;
  /** How often this was asked since the last test began. */
  count(method: string, path: RegExp): number;
}

export function useTarget(): Target {
  let standIn: StandIn;
  let seen = 0;
  beforeAll(async () => {
    standIn = await startStandIn({ port: 0 });
  });
  afterEach(() => {
    const left = standIn.faults.pending;
    standIn.faults.clear();
    seen = standIn.calls.length;
    expect(left, 'ordered faults that never fired').toBe(0);
  });
  afterAll(() => standIn.close());
  const client = (options: Partial<ZenodoOptions> = {}) =>
    new Zenodo({
      baseUrl: standIn.url,
      dataciteUrl: standIn.url,
      token: standIn.tokens.owner,
      createLookMs: 1500,
      // Retries are real, their spread is not needed here.
      random: () => 0,
      ...options,
    } as ZenodoOptions);
  let zenodo: Zenodo | undefined;
  return {
    get standIn() {
      return standIn;
    },
    get zenodo() {
      zenodo ??= client();
      return zenodo;
    },
    client,
    get otherToken() {
      return standIn.tokens.other;
    },
    count: (method, path) => standIn.calls.slice(seen).filter((call) => call.method === method && path.test(call.path)).length,
  };
}

export const metadata: Metadata = {
  title: 'Powder diffraction of sample S-2291',
  resource_type: { id: 'dataset' },
  publisher: 'Zenodo',
  publication_date: '2026-03-14',
  creators: [{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }],
};

/** A key of its own for each test. */
export function newKey(): string {
  return `test/${crypto.randomUUID()}`;
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
