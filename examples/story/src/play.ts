import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type LogLine, startGateway } from '@zenodo-connect/gateway';
import { diffractionPattern } from './diffraction.ts';
import { embeddedZenodo, realZenodo } from './embedded-zenodo.ts';
import { Expected } from './expected.ts';
import type { Narrator } from './narrator.ts';
import type { StoryOptions } from './options.ts';
import { startSubscriber } from './subscriber.ts';

export interface Play extends Omit<StoryOptions, 'folder'> {
  readonly folder: string;
  /** The example's own folder, with its recipes. */
  readonly home: string;
  readonly narrator: Narrator;
  /** Resolves when a person ends the story. */
  readonly stopped: Promise<void>;
}

/** A minute is long for a loopback and short enough for a person who waits; a real Zenodo gets five. */
const patienceMs = { embedded: 60_000, real: 300_000 };

/**
 * Starts all parts, plays the path once, and stays up until it is told to stop (or ends, with `once`).
 *
 * @throws {Error} the path did not come to its end: with what was waited for
 */
export async function playStory({ once, folder, port, real, home, narrator, stopped }: Play): Promise<void> {
  await using cleanUp = new AsyncDisposableStack();
  const zenodo = real ? realZenodo(real) : await embeddedZenodo(folder);
  cleanUp.defer(() => zenodo.close());
  narrator.step(
    zenodo.embedded
      ? `A stand-in for Zenodo answers at ${zenodo.url}: no network, no account, and its DOIs are not real`
      : `Zenodo is ${zenodo.url}; a draft will be left there, nothing is published`,
  );

  const expected = new Expected(zenodo.embedded ? patienceMs.embedded : patienceMs.real);
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const subscriber = await startSubscriber(secret, (event) => {
    narrator.step(`A subscriber got the signed event ${event.type} and verified its signature`, event.id);
    expected.happened(`event ${event.type}`);
  });
  cleanUp.defer(() => subscriber.close());

  const gateway = await startGateway({
    folder: path.join(folder, 'gateway'),
    listen: { port },
    zenodo: { url: zenodo.url, token: zenodo.token, ...(zenodo.dataciteUrl && { dataciteUrl: zenodo.dataciteUrl }) },
    routes: path.join(home, zenodo.embedded ? 'routes' : 'routes-draft'),
    subscribers: [{ name: 'story', url: subscriber.url, secret, allowPrivate: true }],
    deposits: { doiDelaysMs: [300, 500, 1_000] },
    log: (line) => tellStep(line, narrator),
  });
  cleanUp.defer(() => gateway.close());
  narrator.step(`The gateway, which instruments send their files to, listens at ${gateway.url}`);

  const token = await gateway.addToken('xrd');
  const sample = `S-${2291 + (Math.floor(Date.now() / 1000) % 1000)}`;
  const scan = diffractionPattern(42);
  const target = `${gateway.url}/in/xrd/${sample}/scan42.xy`;
  narrator.step(`An instrument sends scan42.xy, a powder diffraction scan of ${(scan.length / 1000).toFixed(1)} kB`, `PUT ${target}`);
  const response = await fetch(target, { method: 'PUT', headers: { authorization: `Bearer ${token}` }, body: scan });
  const answer = (await response.json()) as { status_url?: string; detail?: string };
  if (response.status !== 202 || !answer.status_url)
    throw new Error(`the gateway answered ${response.status} to the PUT. ${answer.detail ?? ''}`);
  narrator.step('202 Accepted: the file is safe on disk, and what is left to do is written down with it', answer.status_url);

  const job = await followJob({ statusUrl: answer.status_url, token, narrator, expected, end: zenodo.embedded ? 'findable' : 'left' });
  if (zenodo.embedded) {
    for (const type of ['deposit.received', 'deposit.published', 'doi.findable']) await expected.toHappen(`event ${type}`);
    narrator.step(`The end: ${job.doi} leads to ${job.record_url}`);
  } else {
    await expected.toHappen('event deposit.received');
    narrator.step(`The end: the draft waits at ${job.record_url}. Nothing was published; open it, and publish or discard it there.`);
  }
  if (once) return;

  narrator.line();
  narrator.line('Everything stays up now. Open these pages:');
  narrator.line(`  Records and drafts   ${zenodo.url}/`);
  narrator.line(`  Gateway              ${gateway.url}/`);
  narrator.line(
    `Send the next scan; ${zenodo.embedded ? 'it becomes a new version of the record' : 'it goes into the same draft'}. Twice is once: the same bytes are recognised.`,
  );
  narrator.line(
    `  printf '20.00 41\\n20.01 43\\n' | curl -sS -w '\\n' -T - -H 'Authorization: Bearer ${token}' ${gateway.url}/in/xrd/${sample}/scan43.xy`,
  );
  narrator.line('Ctrl-C ends everything.');
  await stopped;
  narrator.line('Ending …');
}

/** What the deposit does comes from the gateway's log, as it happens; the first step's own words name a key that means nothing to a visitor. */
function tellStep(line: LogLine, narrator: Narrator): void {
  if (line['kind'] !== 'deposit') return;
  const looking = 'Asking Zenodo whether this deposit was begun before: after a crash it goes on there, and never twice.';
  narrator.step(line['step'] === 'planned' ? looking : String(line['message']));
}

interface JobStatus {
  readonly status: string;
  readonly next_action: string;
  readonly doi: string | null;
  readonly record_url: string | null;
  readonly problem: string | null;
  readonly waiting_for: string | null;
}

interface Following {
  readonly statusUrl: string;
  readonly token: string;
  readonly narrator: Narrator;
  readonly expected: Expected;
  readonly end: string;
}

/** Asks for the job as its sender would, tells each new state, and resolves at the end. */
async function followJob({ statusUrl, token, narrator, expected, end }: Following): Promise<JobStatus> {
  let told = '';
  for (;;) {
    expected.checkTime(`the job to become ${end}`);
    const response = await fetch(statusUrl, { headers: { authorization: `Bearer ${token}` } });
    const job = (await response.json()) as JobStatus;
    if (job.status !== told && ['waiting', 'left', 'published', 'findable', 'failed'].includes(job.status)) {
      narrator.step(job.next_action);
      told = job.status;
    }
    if (job.status === end) return job;
    // A refused token holds the account up until it changes, which is longer than a story lasts.
    if (job.status === 'failed' || job.waiting_for === 'token') throw new Error(job.problem ?? `the job is ${job.status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
