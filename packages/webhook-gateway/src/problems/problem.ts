/** Every way in which the gateway says no: its status and its title. The name is the end of the stable `type`. */
const kinds = {
  'malformed-request': [400, 'The request is not sound HTTP'],
  'repeated-header': [400, 'A header was sent twice'],
  'bad-header': [400, 'A header cannot be understood'],
  'bad-file-name': [400, 'The file name cannot be used'],
  'bad-dataset': [400, 'The dataset name cannot be used'],
  'bad-form': [400, 'The form cannot be used'],
  'too-many-files': [400, 'More files than a record holds'],
  'bad-json': [400, 'The JSON cannot be used'],
  'json-too-deep': [400, 'The JSON is nested too deeply'],
  'json-duplicate-key': [400, 'The JSON names a key twice'],
  'insecure-transport': [400, 'The connection is not encrypted'],
  'empty-file': [400, 'The file is empty'],
  'invalid-request': [400, 'The request says something that cannot be'],
  'cut-off': [400, 'The body ended too early'],
  unauthorized: [401, 'No valid token'],
  'clock-skew': [401, 'The clock of the sender is wrong'],
  'not-for-you': [403, 'Not for this caller'],
  'not-found': [404, 'Nothing here for this token'],
  'no-such-draft': [404, 'No such draft'],
  'already-decided': [409, 'It was decided before'],
  'wrong-method': [405, 'Another method is wanted'],
  conflict: [409, 'It is not as the request expects'],
  'too-slow': [408, 'The body came too slowly'],
  'upload-conflict': [409, 'The upload stands elsewhere'],
  'upload-gone': [410, 'The upload has expired'],
  'tus-version': [412, 'Another version of tus is wanted'],
  'file-name-collision': [409, 'Two files would have one name'],
  'nothing-collected': [409, 'Nothing waits to be completed'],
  'too-large': [413, 'The file is too large'],
  'unsupported-body': [415, 'The body is of a kind that is not taken'],
  'digest-mismatch': [422, 'The bytes are not those that were announced'],
  'bad-side-file': [422, 'The file that describes the others cannot be used'],
  'recipe-refused': [422, 'The recipe does not take this file'],
  'invalid-metadata': [422, 'The recipe gives no valid metadata'],
  'checksum-mismatch': [460, 'The piece is not what was announced'],
  'idempotency-conflict': [422, 'The idempotency key was used before'],
  'too-many': [429, 'Too many at once'],
  'too-busy': [429, 'Too much waits already'],
  internal: [500, 'The gateway failed'],
  // No 408: clients of tus take every 4xx but 409 and 423 for the end of the upload, and go on after a 5xx.
  'slow-piece': [503, 'The piece came too slowly'],
  unavailable: [503, 'The gateway cannot store now'],
  'storage-full': [507, 'No room on the disk'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ProblemKind = keyof typeof kinds;

/** RFC 9457, with one field more: what to do next. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly next_step: string;
  readonly instance: string;
  readonly [extra: string]: unknown;
}

interface ProblemExtras {
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the body, such as `limit_bytes`. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A refusal: one sentence for what is wrong, one for what to do next. Nothing was kept of the request. */
export class Problem extends Error {
  override name = 'Problem';
  readonly kind: ProblemKind;
  readonly nextStep: string;
  readonly extras: ProblemExtras;

  constructor(kind: ProblemKind, detail: string, nextStep: string, extras: ProblemExtras = {}) {
    super(detail);
    this.kind = kind;
    this.nextStep = nextStep;
    this.extras = extras;
  }

  get status(): number {
    return kinds[this.kind][0];
  }

  get title(): string {
    return kinds[this.kind][1];
  }

  /** @param instance - names this one occurrence, in the answer and in the log */
  body(instance: string): ProblemBody {
    return {
      type: `urn:zenodo-connect:problem:${this.kind}`,
      title: this.title,
      status: this.status,
      detail: this.message,
      next_step: this.nextStep,
      instance,
      ...this.extras.members,
    };
  }
}
