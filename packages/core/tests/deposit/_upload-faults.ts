import type { FaultMatch, Faults } from '@zenodo-connect/stand-in';

/** The calls that a fault is for, in the API that a client speaks. */
export interface FaultyCalls {
  readonly create: FaultMatch;
  readonly content: FaultMatch;
  readonly publish: FaultMatch;
}

export interface UploadFault {
  readonly name: string;
  readonly order: (faults: Faults, calls: FaultyCalls) => void;
  /** Whole or broken contents of the file that are sent. */
  readonly uploads: number;
  readonly creates?: number;
  readonly publishes?: number;
}

/** The upload faults on which public clients were measured: of these they recovered 0, 0, 0, 8, 0 and 0. `bench/faults.mjs` orders them, too. */
export const uploadFaults: readonly UploadFault[] = [
  {
    name: 'one reset in the middle of the upload',
    order: (on, { content }) => on.cutRequest(content, { afterBytes: 400_000 }),
    uploads: 2,
  },
  {
    name: 'three resets in the middle',
    order: (on, { content }) => on.cutRequest({ ...content, times: 3 }, { afterBytes: 400_000 }),
    uploads: 4,
  },
  {
    name: '503 with Retry-After',
    order: (on, { content }) => on.answer(content, { status: 503, headers: { 'retry-after': '1' } }),
    uploads: 2,
  },
  {
    name: '503 at once, the body unread',
    order: (on, { content }) => on.answer(content, { status: 503, headers: { connection: 'close' } }),
    uploads: 2,
  },
  { name: '429 on the upload', order: (on, { content }) => on.tooManyRequests(content, { retryAfterS: 2 }), uploads: 2 },
  { name: '429 on create', order: (on, { create }) => on.tooManyRequests(create, { retryAfterS: 2 }), uploads: 1, creates: 2 },
  { name: '503 five times', order: (on, { content }) => on.answer({ ...content, times: 5 }, { status: 503 }), uploads: 6 },
  {
    name: '504 on publish, with its effect',
    order: (on, { publish }) => on.workThen(publish, { status: 504 }),
    uploads: 1,
    publishes: 1,
  },
  { name: '504 on publish, without effect', order: (on, { publish }) => on.answer(publish, { status: 504 }), uploads: 1, publishes: 2 },
  { name: 'other bytes stored than were sent', order: (on, { content }) => on.spoil(content), uploads: 2 },
  { name: 'create applied, its answer lost', order: (on, { create }) => on.workThen(create, 'silence'), uploads: 1, creates: 1 },
];
