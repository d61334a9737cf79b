import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { fileFromBuffer, undiciTransport, Zenodo, type ZenodoOptions, type ZenodoRecord } from '../../src/index.ts';
import { metadata } from '../_util/target.ts';
import { Leftovers } from './leftovers.ts';

/** What the contract is held against: the stand-in, or the server that two environment variables name. */
export interface ContractTarget {
  readonly zenodo: Zenodo;
  /** Undefined where the server is not ours: no faults can be ordered there. */
  readonly standIn: StandIn | undefined;
  /** A client of another account; undefined where no token of one is known. */
  readonly other: Zenodo | undefined;
  client(options?: Partial<ZenodoOptions>): Zenodo;
  /** Asks until the answer is as wished: lists and searches are behind. */
  eventually<T>(ask: () => Promise<T>): ReturnType<typeof expect.poll<T>>;
  /** A published record with one file, `a.txt`. */
  publish(title?: string): Promise<ZenodoRecord>;
  /** A word that no earlier run has used. */
  word(): string;
}

const url = process.env['ZENODO_CONTRACT_URL'];
const token = process.env['ZENODO_CONTRACT_TOKEN'];
const otherToken = process.env['ZENODO_CONTRACT_OTHER_TOKEN'];

export const noOther = 'it needs the token of another account, in ZENODO_CONTRACT_OTHER_TOKEN';
export const noFaults = 'no faults can be ordered at a server that is not the stand-in';

export function useContractTarget(): ContractTarget {
  const isRemote = url !== undefined;
  if (isRemote && !token) throw new Error('ZENODO_CONTRACT_URL is set and ZENODO_CONTRACT_TOKEN is not; give a token of that server.');
  if (isRemote && new URL(url).hostname === 'zenodo.org')
    throw new Error('The contract publishes records, which is for ever; run it against a sandbox.');
  if (isRemote) vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

  const leftovers = new Leftovers();
  let standIn: StandIn | undefined;
  const client = (options: Partial<ZenodoOptions> = {}) =>
    new Zenodo({
      baseUrl: standIn?.url ?? url,
      ...(standIn && { dataciteUrl: standIn.url }),
      token: standIn?.tokens.owner ?? token,
      transport: leftovers.watch(undiciTransport()),
      random: () => 0,
      ...options,
    } as ZenodoOptions);
  let zenodo: Zenodo;
  beforeAll(async () => {
    if (!isRemote) standIn = await startStandIn({ port: 0 });
    zenodo = client();
  });
  afterAll(async () => {
    // The reporter keeps the reasons of skipped tests for itself.
    if (isRemote)
      console.warn(`Left out at ${url}: what needs faults (${noFaults})${otherToken ? '' : `; what needs two accounts (${noOther})`}.`);
    const left = await leftovers.clear(zenodo);
    if (left.length > 0) console.warn(`The contract suite could not take away:\n  ${left.join('\n  ')}`);
    await standIn?.close();
  });
  const word = () => `w${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
  return {
    get zenodo() {
      return zenodo;
    },
    get standIn() {
      return standIn;
    },
    get other() {
      const one = standIn?.tokens.other ?? otherToken;
      return one === undefined ? undefined : client({ token: one });
    },
    client,
    eventually: (ask) => expect.poll(ask, isRemote ? { timeout: 120_000, interval: 3000 } : { timeout: 3000 }),
    publish: async (title = metadata.title ?? '') => {
      const { id } = await zenodo.drafts.create({ metadata: { ...metadata, title } });
      await zenodo.files.upload(id, fileFromBuffer('a.txt', 'hello'));
      return zenodo.drafts.publish(id);
    },
    word,
  };
}
