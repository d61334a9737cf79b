import { NestFactory } from '@nestjs/core';
import type { StandIn } from '@zenodo-connect/stand-in';
import { onTestFinished } from 'vitest';
import {
  type DepositJob,
  type DepositsOptions,
  DepositsService,
  type JobState,
  ZENODO_STORE,
  ZenodoModule,
  type ZenodoModuleOptions,
} from '../../src/index.ts';
import type { Store } from '../../src/store/store.ts';

export interface TestApp {
  readonly deposits: DepositsService;
  readonly store: Store;
  close(): Promise<void>;
}

/** Patience of tests, not of people: quick polls, short delays. */
export const quick: DepositsOptions = {
  pollMs: 50,
  leaseMs: 2_000,
  retryDelaysMs: [50],
  doiDelaysMs: [20],
  shutdownMs: 2_000,
};

/** What core is told about the stand-in. */
export const clientOf = ({ url, tokens }: Pick<StandIn, 'url' | 'tokens'>) => ({
  token: tokens.owner,
  baseUrl: url,
  dataciteUrl: url,
  createLookMs: 100,
});

/** A real Nest application with the module, closed at the end of the test. */
export function startApp(standIn: Pick<StandIn, 'url' | 'tokens'>, path: string, deposits: DepositsOptions = {}): Promise<TestApp> {
  return startAppOn(standIn, { path }, deposits);
}

/** The same on another store than SQLite. */
export async function startAppOn(
  standIn: Pick<StandIn, 'url' | 'tokens'>,
  given: ZenodoModuleOptions['store'],
  deposits: DepositsOptions = {},
): Promise<TestApp> {
  const module = ZenodoModule.forRoot({ zenodo: clientOf(standIn), store: given, deposits: { ...quick, ...deposits } });
  const app = await NestFactory.createApplicationContext(module, { logger: ['error'], abortOnError: false });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= app.close();
    return closing;
  };
  onTestFinished(close);
  return { deposits: app.get(DepositsService), store: app.get<Store>(ZENODO_STORE), close };
}

/** Asks until the job is in one of the states; fails with what the job says instead. */
export async function untilState(deposits: Pick<DepositsService, 'get'>, id: string, ...states: JobState[]): Promise<DepositJob> {
  const job = await until(deposits, id, ({ state }) => states.includes(state) || state === 'failed');
  if (!states.includes(job.state)) throw new Error(`Job ${id} is not ${states.join(' or ')}: ${job.nextAction}`);
  return job;
}

export async function until(deposits: Pick<DepositsService, 'get'>, id: string, fits: (job: DepositJob) => boolean): Promise<DepositJob> {
  const end = Date.now() + 40_000;
  for (;;) {
    const job = await deposits.get(id);
    if (fits(job)) return job;
    if (Date.now() > end) throw new Error(`Job ${id} is still ${job.state} after 40 s: ${job.nextAction}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
